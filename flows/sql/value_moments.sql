-- Sums of ratings (0 worst to 100 best) of one brand's texts and of what they say of `topics` (1 good, -1 bad, 0 neither
-- or nothing), per group of customers: 64 groups by their hash, independent of each other.
-- x sums per topic, xx sums of products topic by topic (row by row), xy of products with the rating.
SELECT
    draw,
    count() AS n,
    sum(rating) AS y,
    sum(rating * rating) AS yy,
    sumForEach(said) AS x,
    sumForEach(arrayFlatten(arrayMap(one -> arrayMap(other -> one * other, said), said))) AS xx,
    sumForEach(arrayMap(one -> one * rating, said)) AS xy
FROM
(
    SELECT
        customer % 64 AS draw,
        100 * ifNull(rating_score, (csat_score - 1) / 4) AS rating,
        arrayMap(
            at -> multiIf(at = 0, 0., topic_sentiments[at] = 'positive', 1., topic_sentiments[at] = 'negative', -1., 0.),
            arrayMap(topic -> indexOf(topics, topic), {topics:Array(String)})
        ) AS said
    FROM feedback_snapshot
    WHERE occurred_at >= {from:DateTime64(3, 'UTC')}
      AND occurred_at < {to:DateTime64(3, 'UTC')}
      AND brand IN {brands:Array(String)}
      AND respondent_role = 'customer'
      AND sentiment != 'unscored'
      AND isNotNull(ifNull(rating_score, (csat_score - 1) / 4))
)
GROUP BY draw
ORDER BY draw
