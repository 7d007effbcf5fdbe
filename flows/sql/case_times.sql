-- How long cases waited to be heard (any stage after received), answered and solved: one row per brand, kind, step and
-- window in which they came in. `ended_hours` are those of the cases that reached the step by {to}, with how many took
-- so long, `open_hours` of the others; `event_ids` wait longest; `defects` are put down to products or processes.
-- Hours are rounded as against_us.sql says.
SELECT
    case_brand AS brand,
    case_kind AS kind,
    what,
    if({grain:String} = 'week', toMonday(received, 'UTC'), toStartOfMonth(received, 'UTC')) AS window_start,
    count() AS cases,
    uniqExact(customer) AS customers,
    sumMap([concat(source, '/cases')], [toUInt64(1)]) AS by_source,
    countIf(case_cause IN ('products', 'processes')) AS defects,
    sumMapIf([against_us(hours, true)], [toUInt64(1)], is_ended) AS ended,
    sumMapIf([against_us(hours, false)], [toUInt64(1)], NOT is_ended) AS still,
    ended.1 AS ended_hours,
    ended.2 AS ended_cases,
    still.1 AS open_hours,
    still.2 AS open_cases,
    arrayMap(pick -> pick.2, groupArraySortedIf(5)((received, received_event), NOT is_ended)) AS event_ids
FROM
(
    SELECT
        *,
        step.1 AS what,
        step.2 IS NOT NULL AS is_ended,
        greatest(0, dateDiff('millisecond', received, ifNull(step.2, {to:DateTime64(3, 'UTC')}))) / 3600000 AS hours
    FROM service_cases
    ARRAY JOIN [('heard', heard), ('answered', answered), ('solved', solved)] AS step
)
GROUP BY brand, kind, what, window_start
ORDER BY brand, kind, what, window_start
