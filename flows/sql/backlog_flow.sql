-- Complaints that came in within each window, and those that ended for good within it: one row per brand and window.
SELECT
    case_brand AS brand,
    toDate(edges.1, 'UTC') AS window_start,
    countIf(received >= edges.1 AND received < edges.2) AS came,
    countIf(ended >= edges.1 AND ended < edges.2) AS gone
FROM service_cases
ARRAY JOIN arrayZip({starts:Array(DateTime64(3, 'UTC'))}, {ends:Array(DateTime64(3, 'UTC'))}) AS edges
WHERE case_kind = 'complaint'
GROUP BY brand, edges
ORDER BY brand, window_start
