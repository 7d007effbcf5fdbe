-- Up to five event ids, always the same ones, for everything that evidence can name (column `level`):
--   stratum  per channel, source and language     channel  per channel     all  the brand, or its topic
-- each for unhappy (vote -1) and happy (1) answers. What can be read comes first, then the newest.
-- Reads the answers of answers.sql, of these windows, brands, topics and metrics.
SELECT
    multiIf(grouping(source) = 0, 'stratum', grouping(channel) = 0, 'channel', 'all') AS level,
    brand,
    topic,
    window_start,
    metric,
    vote,
    channel,
    source,
    language,
    arrayMap(pick -> pick.3, groupArraySortedArray(5)(newest)) AS event_ids
FROM
(
    SELECT
        brand,
        topic,
        window_start,
        answer.1 AS metric,
        assumeNotNull(answer.2) AS vote,
        channel,
        source,
        language,
        groupArraySorted(5)((has_text ? 0 : 1, -toUnixTimestamp64Milli(occurred_at), event_id)) AS newest
    FROM answers
    ARRAY JOIN [('nps', nps_vote), ('csat', csat_vote), ('net_sentiment', sentiment_vote)] AS answer
    WHERE answer.2 != 0
      AND window_start IN {windows:Array(Date)}
      AND brand IN {brands:Array(String)}
      AND topic IN {topics:Array(String)}
      AND has({metrics:Array(String)}, metric)
    GROUP BY brand, topic, window_start, metric, vote, channel, source, language
)
GROUP BY GROUPING SETS (
    (brand, topic, window_start, metric, vote, channel, source, language),
    (brand, topic, window_start, metric, vote, channel),
    (brand, topic, window_start, metric, vote)
)
ORDER BY brand, topic, window_start, metric, vote, level, channel, source, language
