-- Numbers that count for a period, brought to windows as window_counts.sql says: one row per brand, kind, survey and
-- window; `covered` is the share of the window for which there is a number.
WITH
    arrayZip({starts:Array(DateTime64(3, 'UTC'))}, {ends:Array(DateTime64(3, 'UTC'))}) AS windows,
    ('', '') AS scope
SELECT
    brand,
    kind,
    survey_id,
    toDate(edges.1, 'UTC') AS window_start,
    total,
    level,
    told_seconds / dateDiff('second', edges.1, edges.2) AS covered
FROM window_counts
WHERE has({kinds:Array(String)}, kind)
ORDER BY brand, kind, survey_id, edges
