-- Complaints that were open when each window ended: one row per brand and window, `old` those that had been so for
-- {limit} hours or more, `fresh` those that came in within the window, the median age in hours, and the oldest to read.
-- A reopened case is open from its start.
SELECT
    case_brand AS brand,
    toDate(edges.1, 'UTC') AS window_start,
    count() AS cases,
    countIf(hours >= {limit:Float64}) AS old,
    countIf(received >= edges.1) AS fresh,
    uniqExact(customer) AS customers,
    sumMap([concat(source, '/cases')], [toUInt64(1)]) AS by_source,
    quantileExact(hours) AS median_hours,
    arrayMap(pick -> pick.2, groupArraySorted(5)((received, received_event))) AS event_ids
FROM
(
    SELECT
        source,
        case_brand,
        customer,
        received,
        received_event,
        edges,
        dateDiff('second', received, edges.2) / 3600 AS hours
    FROM service_cases
    ARRAY JOIN arrayZip({starts:Array(DateTime64(3, 'UTC'))}, {ends:Array(DateTime64(3, 'UTC'))}) AS edges
    WHERE case_kind = 'complaint'
      AND received < edges.2
      AND (ended IS NULL OR ended >= edges.2)
)
GROUP BY brand, edges
ORDER BY brand, window_start
