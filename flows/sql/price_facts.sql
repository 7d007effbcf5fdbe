-- What happened between `from` and `to` that may move what customers feel: one row per fact, changes of prices among them.
SELECT
    event_id,
    kind,
    brand,
    product,
    name,
    old_price,
    new_price,
    currency,
    ifNull(start_at, occurred_at) AS moment
FROM facts
WHERE kind IN ('price_change', 'policy_change', 'product_change', 'new_entrant', 'campaign', 'outage')
  AND occurred_at < {to:DateTime64(3, 'UTC')}
  AND ifNull(start_at, occurred_at) >= {from:DateTime64(3, 'UTC')}
  AND ifNull(start_at, occurred_at) < {to:DateTime64(3, 'UTC')}
ORDER BY moment, event_id
