-- Orders that were promised for between {from} and {to}: one row per order of the brands, however often it was told, as
-- when it was placed and again when it was there. Of each thing about it the newest record that tells it counts: an
-- order that was promised anew is due when it was promised last.
WITH
    -- (occurred_at, received_at, event_id) as one number, 42 bits of each: tuples take several times as long
    (moment, bits) -> bitShiftLeft(toUInt128(toUnixTimestamp64Milli(moment)), bits) AS shifted,
    shifted(occurred_at, 84) + shifted(received_at, 42) + bitShiftRight(cityHash64(event_id), 22) AS at
SELECT
    source,
    brand,
    order_ref,
    argMax(event_id, at) AS newest_event,
    argMax(assumeNotNull(promised_at), at) AS due,
    argMaxIf(delivered_at, at, delivered_at IS NOT NULL) AS delivered,
    ifNull(delivered <= due, false) AS is_kept,
    argMaxIf(customer_ref, at, customer_ref != '') AS order_customer,
    argMaxIf(channel, at, channel != '') AS order_channel,
    argMaxIf(location, at, location != '') AS order_location,
    argMaxIf(product, at, product != '') AS order_product,
    argMaxIf(team, at, team != '') AS order_team
FROM facts
WHERE kind = 'order'
  AND promised_at >= {from:DateTime64(3, 'UTC')}
  AND has({brands:Array(String)}, brand)
GROUP BY source, brand, order_ref
HAVING due < {to:DateTime64(3, 'UTC')}
