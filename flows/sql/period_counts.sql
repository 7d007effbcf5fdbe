-- The newest word on each number that counts for a period (customers, orders, revenue, invitations sent): one row per
-- brand, kind, survey, currency, part and period, whatever it was called when it was told before. A part is what the number
-- is of alone (place, product, channel, team, segment); that of the whole is empty.
SELECT
    brand,
    kind,
    if(kind = 'invitations_sent', facts.survey_id, '') AS survey_id,
    if(kind = 'revenue', facts.currency, '') AS currency,
    (location, product, channel, team, customer_segment) AS part,
    assumeNotNull(facts.period_start) AS period_start,
    assumeNotNull(facts.period_end) AS period_end,
    argMax(assumeNotNull(value), (received_at, occurred_at, event_id)) AS number,
    max(received_at) AS told_at
FROM facts
WHERE kind IN ('customers', 'orders', 'revenue', 'invitations_sent')
  AND has({brands:Array(String)}, brand)
  AND facts.period_start < facts.period_end
  AND value IS NOT NULL
GROUP BY brand, kind, survey_id, currency, part, period_start, period_end
