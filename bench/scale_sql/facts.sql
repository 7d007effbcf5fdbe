-- Orders with promise and delivery, and a tenth as many customers who left: `count` facts from number `first` on, of
-- `total` that fill the two years before `as_of`. What is told once a month, or once, is the demo's.
INSERT INTO facts_landed
(
    event_id, source, kind, occurred_at, received_at, brand, product, location, order_ref, promised_at, delivered_at,
    customer_ref, customer_segment, history, schema_version, landed_at, version
)
WITH
    (number, salt) -> cityHash64(number, 'fact', salt) / 18446744073709551616. AS chance,
    (of, share) -> of[1 + least(length(of) - 1, toUInt64(length(of) * share))] AS one_of
SELECT
    lower(hex(sipHash128('fact', number))) AS event_id,
    is_order ? 'shop' : 'crm' AS source,
    is_order ? 'order' : 'customer_lapsed' AS kind,
    {as_of:DateTime64(3, 'UTC')} - toIntervalSecond(toInt64(63072000 * (1 - number / {total:UInt64}))) AS occurred_at,
    occurred_at + toIntervalSecond(60) AS received_at,
    one_of(['Alder Post', 'Alder Post', 'Alder Post', 'Hazelgate'], chance(number, 1)) AS brand,
    is_order ? one_of(['standard', 'next_day', 'locker', 'international'], chance(number, 2)) : '' AS product,
    one_of(['Eastvale', 'Harrowick', 'Marsh End', 'Lindow', 'Oakham Cross', 'Stonemere'], chance(number, 3)) AS location,
    is_order ? concat('o', toString(number)) : '' AS order_ref,
    is_order ? occurred_at + toIntervalHour(72) : NULL AS promised_at,
    is_order AND occurred_at < {as_of:DateTime64(3, 'UTC')} - toIntervalHour(72) ? occurred_at + toIntervalSecond(toInt64(3600 * (40 + 36 * chance(number, 4)))) : NULL AS delivered_at,
    concat('c', lower(hex(cityHash64(brand, cityHash64(number, 5) % toUInt64({events:UInt64} / 20))))) AS customer_ref,
    'private' AS customer_segment,
    false AS history,
    1 AS schema_version,
    received_at AS landed_at,
    toUInt64(toUnixTimestamp64Milli(received_at)) AS version
FROM (SELECT number, cityHash64(number, 6) % 10 != 0 AS is_order FROM numbers({first:UInt64}, {count:UInt64}))
