-- What customers say of the topics that staff were asked about, per brand and topic ('' = all), each customer once:
-- `level` 'topic'; and each source's customers of a brand: 'source'.
--   answers    customers with a satisfaction or rating (0 worst to 100 best), its mean and spread; satisfied: 75 and more
--   speaking   customers with a scored text about the topic; positive: their share of positive texts, added up
SELECT
    if(grouping(topic) = 0, 'topic', 'source') AS level,
    brand,
    topic,
    said_source AS source,
    countIf(is_whole) AS customers,
    countIf(isNotNull(score)) AS answers,
    countIf(score >= 75) AS satisfied,
    avg(score) AS mean,
    stddevSamp(score) AS spread,
    countIf(isNotNull(content)) AS speaking,
    sum(content) AS positive,
    groupArraySortedIf(5)(said_id, coalesce(score < 50, content < 0.5, false)) AS event_ids
FROM
(
    SELECT
        brand,
        said.1 AS topic,
        topic = '' AS is_whole,
        customer,
        avg(coalesce((csat_score - 1) * 25, rating_score * 100)) AS score,
        avg(if(said.2 = 'unscored', NULL, said.2 = 'positive')) AS content,
        any(feedback_snapshot.source) AS said_source,
        any(feedback_snapshot.event_id) AS said_id
    FROM feedback_snapshot
    ARRAY JOIN
        arrayConcat(
            [('', sentiment)],
            arrayFilter(each -> has({topics:Array(String)}, each.1), arrayZip(topics, topic_sentiments))
        ) AS said
    WHERE occurred_at >= {from:DateTime64(3, 'UTC')}
      AND occurred_at < {to:DateTime64(3, 'UTC')}
      AND brand IN {brands:Array(String)}
      AND respondent_role = 'customer'
    GROUP BY brand, topic, customer
    HAVING isNotNull(score) OR isNotNull(content)
)
GROUP BY GROUPING SETS ((brand, topic), (brand, said_source))
ORDER BY level, brand, topic, source
