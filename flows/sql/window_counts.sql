-- Numbers that count for a period, brought to `windows`, by the pieces of piece_counts.sql: one row per brand, kind, survey,
-- currency and window. `total` is the sum, by the time that falls into the window; `level` the mean over that time;
-- `told_seconds` how much of the window a number tells of; `least_beyond` the hours by which the period that fits it best
-- reaches beyond it.
SELECT
    brand,
    kind,
    survey_id,
    currency,
    edges,
    sum((dateDiff('second', piece.1, piece.2) AS seconds) * per_second) AS total,
    sum(seconds * height) / sum(seconds) AS level,
    sum(seconds) AS told_seconds,
    min(hours_beyond) AS least_beyond,
    min(of_whole) AS is_whole
FROM piece_counts
GROUP BY brand, kind, survey_id, currency, edges
