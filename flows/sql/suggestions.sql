-- Who suggests or asks for something, per brand, role, topic and window: distinct people.
--   topic   '' any suggestion or request; '*' everybody who wrote, whether they suggest anything or not
--   level   month, or quarter (people counted once in it)
--   role    customer, supplier, or staff (employees and managers)
-- A person is a customer_ref, else the event.
SELECT
    if(grouping(month) = 0, 'month', 'quarter') AS level,
    brand,
    role,
    topic,
    if(level = 'month', month, quarter) AS window_start,
    uniqExact(person) AS people,
    sumMapIf([source], [1], is_shown) AS by_source,
    arrayMap(pick -> pick.2, groupArraySortedIf(5)((-toUnixTimestamp64Milli(occurred_at), event_id), is_shown)) AS event_ids
FROM
(
    SELECT
        brand,
        if(respondent_role IN ('employee', 'manager'), 'staff', toString(respondent_role)) AS role,
        occurred_at,
        if(is_shown, feedback_snapshot.event_id, '') AS event_id,
        occurred_at >= {shown_from:DateTime64(3, 'UTC')} AS is_shown,
        source,
        customer AS person,
        toStartOfMonth(occurred_at, 'UTC') AS month,
        toStartOfQuarter(occurred_at, 'UTC') AS quarter,
        arrayJoin(arrayConcat(
            ['*'],
            if(hasAny(intents, ['suggestion', 'request']), arrayConcat([''], arrayMap(one -> toString(one), topics)), [])
        )) AS topic
    FROM feedback_snapshot
    WHERE occurred_at >= {from:DateTime64(3, 'UTC')}
      AND occurred_at < {to:DateTime64(3, 'UTC')}
      AND brand IN {brands:Array(String)}
      AND has_text
)
GROUP BY GROUPING SETS ((brand, role, topic, month), (brand, role, topic, quarter))
ORDER BY brand, role, topic, level, window_start
