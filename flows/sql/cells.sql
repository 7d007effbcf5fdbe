-- Answers per brand, topic ('' = all), window and metric, added up to four levels (column `level`):
--   stratum  per channel, source and language     total    all of the subject, customers counted once
--   channel  per channel (topic '' only)          day      per UTC day (topic '' only)
-- Reads the answers of answers.sql, all metrics of a text at once; levels that a topic does not need are not made.
SELECT
    ['stratum', 'channel', 'day', 'total'][place] AS level,
    brand,
    topic,
    window_start,
    counted.1 AS metric,
    channel,
    source,
    language,
    day,
    counted.2 AS n,
    counted.3 AS positive,
    counted.4 AS negative,
    counted.5 AS customers
FROM
(
    SELECT
        place,
        brand,
        topic,
        window_start,
        if(place IN (1, 2), answers.channel, '') AS channel,
        if(place = 1, answers.source, '') AS source,
        if(place = 1, answers.language, '') AS language,
        if(place = 3, answers.day, toDate(0)) AS day,
        [
            ('nps', count(nps_vote), countIf(nps_vote > 0), countIf(nps_vote < 0),
             uniqExactIf(customer, isNotNull(nps_vote) AND NOT is_alone) + countIf(isNotNull(nps_vote) AND is_alone)),
            ('csat', count(csat_vote), countIf(csat_vote > 0), countIf(csat_vote < 0),
             uniqExactIf(customer, isNotNull(csat_vote) AND NOT is_alone) + countIf(isNotNull(csat_vote) AND is_alone)),
            ('net_sentiment', count(sentiment_vote), countIf(sentiment_vote > 0), countIf(sentiment_vote < 0),
             uniqExactIf(customer, isNotNull(sentiment_vote) AND NOT is_alone) + countIf(isNotNull(sentiment_vote) AND is_alone))
        ] AS counts
    FROM answers
    ARRAY JOIN if(topic = '', [1, 2, 3, 4], [1, 4]) AS place
    GROUP BY place, brand, topic, window_start, channel, source, language, day
)
ARRAY JOIN counts AS counted
WHERE n > 0
ORDER BY brand, topic, metric, window_start, level, channel, source, language, day
