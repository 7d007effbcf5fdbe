-- What employees write, per brand, topic ('' = all) and quarter: scored texts, positive and negative ones, and how many
-- people. Column `level`: 'total', and 'source' of each source.
SELECT
    if(grouping(source) = 1, 'total', 'source') AS level,
    brand,
    topic,
    quarter,
    source,
    count() AS n,
    countIf(feeling = 'positive') AS positive,
    countIf(feeling = 'negative') AS negative,
    uniqExact(person) AS people,
    arrayMap(
        pick -> pick.2,
        groupArraySortedIf(5)((-toUnixTimestamp64Milli(occurred_at), event_id), feeling = 'negative')
    ) AS event_ids
FROM
(
    SELECT
        brand,
        source,
        event_id,
        occurred_at,
        said.1 AS topic,
        said.2 AS feeling,
        toStartOfQuarter(occurred_at, 'UTC') AS quarter,
        sipHash64(if(customer_ref = '', event_id, customer_ref)) AS person
    FROM feedback
    ARRAY JOIN
        arrayConcat(
            [('', sentiment)],
            arrayDistinct(arrayMap(
                (name, at) -> (name, if(at <= length(topic_sentiments), topic_sentiments[at], sentiment)),
                topics,
                arrayEnumerate(topics)
            ))
        ) AS said
    WHERE occurred_at >= {from:DateTime64(3, 'UTC')}
      AND occurred_at < {to:DateTime64(3, 'UTC')}
      AND brand IN {brands:Array(String)}
      AND respondent_role = 'employee'
      AND said.2 != 'unscored'
)
GROUP BY GROUPING SETS ((brand, topic, quarter, source), (brand, topic, quarter))
ORDER BY brand, topic, quarter, level, source
