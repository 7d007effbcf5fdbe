-- Steps of `count` complaints and requests from number `first` on, of `total` that fill the two years before `as_of`:
-- five of each, seven of those that are reopened, those that are not over yet fewer. Customers and orders are those of
-- feedback; `events` is how much of it there is.
INSERT INTO cases_landed
(
    event_id, source, case_id, stage, brand, occurred_at, received_at, kind, origin, severity, cause, topic, channel,
    product, location, team, first_contact, customer_ref, customer_segment, order_ref, feedback_event_id, history,
    schema_version, landed_at, version
)
WITH
    (number, salt) -> cityHash64(number, 'case', salt) / 18446744073709551616. AS chance,
    (of, share) -> of[1 + least(length(of) - 1, toUInt64(length(of) * share))] AS one_of
SELECT
    lower(hex(sipHash128('case', number, step.1, step.2))) AS event_id,
    'helpdesk' AS source,
    concat('H-', toString(number)) AS case_id,
    step.1 AS stage,
    one_of(['Alder Post', 'Alder Post', 'Alder Post', 'Hazelgate'], chance(number, 1)) AS brand,
    began + toIntervalSecond(toInt64(3600 * step.2)) AS occurred_at,
    occurred_at + toIntervalSecond(60) AS received_at,
    stage = 'received' ? (chance(number, 2) < 0.9 ? 'complaint' : 'special_request') : '' AS kind,
    stage = 'received' ? (chance(number, 3) < 0.95 ? 'customer' : 'proactive') : '' AS origin,
    stage = 'assessed' ? one_of(['low', 'medium', 'medium', 'high'], chance(number, 4)) : '' AS severity,
    stage IN ('assessed', 'received') ? one_of(['people', 'systems', 'processes', 'processes', 'products', 'customers'], chance(number, 5)) : '' AS cause,
    stage = 'received' ? one_of(['delivery', 'delivery', 'waiting', 'billing', 'staff', 'website_app', 'price'], chance(number, 6)) : '' AS topic,
    stage = 'received' ? one_of(['email', 'web', 'app', 'phone'], chance(number, 7)) : '' AS channel,
    stage = 'received' ? one_of(['standard', 'next_day', 'locker', 'international'], chance(number, 8)) : '' AS product,
    stage = 'received' ? one_of(['Eastvale', 'Harrowick', 'Marsh End', 'Lindow', 'Oakham Cross', 'Stonemere'], chance(number, 9)) : '' AS location,
    '' AS team,
    stage = 'resolved' ? chance(number, 10) < 0.4 : NULL AS first_contact,
    stage = 'received' AND chance(number, 11) < 0.8 ? concat('c', lower(hex(cityHash64(brand, cityHash64(number, 12) % toUInt64({events:UInt64} / 20))))) : '' AS customer_ref,
    '' AS customer_segment,
    stage = 'received' AND chance(number, 13) < 0.5 ? concat('o', toString(cityHash64(number, 14) % toUInt64({events:UInt64} * 0.018))) : '' AS order_ref,
    '' AS feedback_event_id,
    false AS history,
    1 AS schema_version,
    received_at AS landed_at,
    toUInt64(toUnixTimestamp64Milli(received_at)) AS version
FROM
(
    SELECT
        number,
        {as_of:DateTime64(3, 'UTC')} - toIntervalSecond(toInt64(63072000 * (1 - number / {total:UInt64}))) AS began,
        -log(1 - cityHash64(number, 15) / 18446744073709551617.) AS pace
    FROM numbers({first:UInt64}, {count:UInt64})
)
ARRAY JOIN
    arrayConcat(
        [('received', 0.), ('acknowledged', 8 * pace), ('assessed', 20 * pace), ('resolved', 60 * pace), ('closed', 100 * pace)],
        cityHash64(number, 16) % 12 = 0 ? [('reopened', 200 * pace), ('resolved', 260 * pace)] : []
    ) AS step
WHERE began + toIntervalSecond(toInt64(3600 * step.2)) < {as_of:DateTime64(3, 'UTC')}
