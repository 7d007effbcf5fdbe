-- What customers' scored texts say as a whole (`all_…`) and of the topic of prices (`on_…`), per week from `origin` on, of
-- a brand (touched) and of those beside it, those of `excluded` left out: one row per side and week.
SELECT
    touched,
    period,
    count() AS all_n,
    countIf(sentiment = 'positive') AS all_positive,
    countIf(sentiment = 'negative') AS all_negative,
    uniqExact(customer) AS all_customers,
    sumMap([source], [toUInt64(1)]) AS by_source,
    countIf(on_topic) AS mentions,
    countIf(on_topic AND said != 'unscored') AS on_n,
    countIf(on_topic AND said = 'positive') AS on_positive,
    countIf(on_topic AND said = 'negative') AS on_negative,
    uniqExactIf(customer, on_topic AND said != 'unscored') AS on_customers
FROM
(
    SELECT
        source,
        has({touched:Array(String)}, brand) AS touched,
        toInt32(floor(dateDiff('second', {origin:DateTime64(3, 'UTC')}, occurred_at) / 604800)) AS period,
        sentiment,
        customer,
        indexOf(topics, {topic:String}) AS at,
        at > 0 AS on_topic,
        if(on_topic, topic_sentiments[at], sentiment) AS said
    FROM feedback_snapshot
    WHERE occurred_at >= {from:DateTime64(3, 'UTC')}
      AND occurred_at < {to:DateTime64(3, 'UTC')}
      AND brand IN {brands:Array(String)}
      AND respondent_role = 'customer'
      AND sentiment != 'unscored'
      AND (touched OR NOT has({excluded:Array(String)}, brand))
)
GROUP BY touched, period
ORDER BY touched, period
