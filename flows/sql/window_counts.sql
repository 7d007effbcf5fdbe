-- Numbers that count for a period, brought to `windows` (pairs of moments): one row per brand, kind, survey, currency and
-- window. Each moment counts once: by the number of the whole, else by parts added up along one division (of several the
-- larger); of each by the shortest period told, then by the newest word. `total` is the sum, by the time that falls into
-- the window; `level` the mean over that time; `told_seconds` how much of the window a number tells of.
SELECT
    brand,
    kind,
    survey_id,
    currency,
    edges,
    sum(seconds * per_second) AS total,
    sum(seconds * height) / sum(seconds) AS level,
    sum(seconds) AS told_seconds,
    min(of_whole) AS is_whole
FROM
(
    SELECT
        brand,
        kind,
        survey_id,
        currency,
        edges,
        dateDiff('second', piece.1, piece.2) AS seconds,
        argMax((parts_per_second, parts_number), (is_undivided, parts_per_second)) AS chosen,
        chosen.1 AS per_second,
        chosen.2 AS height,
        max(is_undivided) AS of_whole
    FROM
    (
        SELECT
            brand,
            kind,
            survey_id,
            currency,
            edges,
            piece,
            arrayMap(named -> named != '', [part.1, part.2, part.3, part.4, part.5]) AS division,
            NOT has(division, true) AS is_undivided,
            sum(number / length) AS parts_per_second,
            sum(number) AS parts_number
        FROM
        (
            SELECT
                *,
                piece,
                dateDiff('second', period_start, period_end) AS length
            FROM
            (
                SELECT
                    *,
                    edges,
                    greatest(period_start, edges.1) AS told_from,
                    least(period_end, edges.2) AS told_to,
                    arraySort(arrayDistinct(arrayFlatten(
                        groupArray([told_from, told_to]) OVER (PARTITION BY brand, kind, survey_id, currency, edges)
                    ))) AS cuts
                FROM period_counts
                ARRAY JOIN windows AS edges
                WHERE period_start < edges.2 AND period_end > edges.1
            )
            ARRAY JOIN
                arrayFilter(
                    between -> between.1 >= told_from AND between.2 <= told_to,
                    arrayZip(arrayPopBack(cuts), arrayPopFront(cuts))
                ) AS piece
            ORDER BY length, told_at DESC, period_start DESC
            LIMIT 1 BY brand, kind, survey_id, currency, part, edges, piece
        )
        GROUP BY brand, kind, survey_id, currency, edges, piece, division
    )
    GROUP BY brand, kind, survey_id, currency, edges, piece
)
GROUP BY brand, kind, survey_id, currency, edges
