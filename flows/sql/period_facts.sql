-- Numbers that count for a period, brought to windows as window_counts.sql says: one row per brand, kind, survey and
-- window. `happened` is the sum over the time that is told, `total` that of the window in proportion, `level` the mean;
-- `hours_untold` are those of the window of which no number tells.
WITH
    arrayZip({starts:Array(DateTime64(3, 'UTC'))}, {ends:Array(DateTime64(3, 'UTC'))}) AS windows,
    ('', '') AS scope
SELECT
    brand,
    kind,
    survey_id,
    toDate(edges.1, 'UTC') AS window_start,
    dateDiff('second', edges.1, edges.2) AS seconds,
    window_counts.total AS happened,
    happened / told_seconds * seconds AS total,
    level,
    (seconds - told_seconds) / 3600 AS hours_untold,
    least_beyond
FROM window_counts
WHERE has({kinds:Array(String)}, kind)
ORDER BY brand, kind, survey_id, edges
