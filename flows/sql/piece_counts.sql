-- Numbers that count for a period, moment by moment: each of `windows` (pairs of moments) cut where a number begins or ends
-- to be told, one row per brand, kind, survey, currency, window and piece. `scope` is (place, product), '' for all: the whole
-- is what is told of it alone. In each piece one number counts: that of the whole, else its parts added up along one
-- division (of several the larger); of each by the shortest period told, then by the newest word. `height` is the number
-- itself, `per_second` that of its period in proportion, `hours_beyond` how far that period reaches beyond the window, at
-- most. Customers are added up by place and segment alone, as one may use several products and channels, and only where no
-- number of all of them is told in any window: a segment that is told alone later is not all of them.
WITH
told AS
(
    SELECT
        *,
        edges,
        greatest(period_start, edges.1) AS told_from,
        least(period_end, edges.2) AS told_to,
        dateDiff('second', period_start, period_end) AS length
    FROM period_counts
    ARRAY JOIN windows AS edges
    WHERE period_start < edges.2
      AND period_end > edges.1
      AND (part.1 = scope.1 OR scope.1 = '')
      AND (part.2 = scope.2 OR scope.2 = '')
      AND (kind != 'customers' OR (part.2 = scope.2 AND concat(part.3, part.4) = ''))
),
finest AS
(
    SELECT
        *,
        piece
    FROM
    (
        SELECT
            *,
            groupUniqArrayArray([told_from, told_to]) OVER (PARTITION BY brand, kind, survey_id, currency, edges) AS moments,
            arraySort(moments) AS cuts
        FROM told
    )
    ARRAY JOIN
        arrayFilter(
            between -> between.1 >= told_from AND between.2 <= told_to,
            arrayZip(arrayPopBack(cuts), arrayPopFront(cuts))
        ) AS piece
    ORDER BY length, told_at DESC, period_start DESC
    LIMIT 1 BY brand, kind, survey_id, currency, edges, piece, part
),
divided AS
(
    SELECT
        brand,
        kind,
        survey_id,
        currency,
        edges,
        piece,
        [part.1 != scope.1, part.2 != scope.2, part.3 != '', part.4 != '', part.5 != ''] AS division,
        NOT has(division, 1) AS is_undivided,
        sum(number / length) AS rate,
        sum(number) AS together,
        max(greatest(0, dateDiff('minute', period_start, edges.1), dateDiff('minute', edges.2, period_end))) / 60 AS beyond
    FROM finest
    GROUP BY brand, kind, survey_id, currency, edges, piece, division
)
SELECT *
FROM
(
    SELECT
        brand,
        kind,
        survey_id,
        currency,
        edges,
        piece,
        argMax(rate, (is_undivided, rate)) AS per_second,
        argMax(together, (is_undivided, rate)) AS height,
        argMax(beyond, (is_undivided, rate)) AS hours_beyond,
        max(is_undivided) AS of_whole,
        max(of_whole) OVER (PARTITION BY brand, kind) AS is_told_whole
    FROM divided
    GROUP BY brand, kind, survey_id, currency, edges, piece
)
WHERE kind != 'customers' OR of_whole = is_told_whole
