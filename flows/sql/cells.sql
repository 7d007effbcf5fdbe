-- Answers per brand, topic ('' = all), window and metric, added up to four levels (column `level`):
--   stratum  per channel, source and language     total    all of the subject, customers counted once
--   channel  per channel (topic '' only)          day      per UTC day (topic '' only)
-- Reads the answers of answers.sql.
SELECT
    multiIf(grouping(source) = 0, 'stratum', grouping(channel) = 0, 'channel', grouping(day) = 0, 'day', 'total')
        AS level,
    brand,
    topic,
    window_start,
    metric,
    channel,
    source,
    language,
    day,
    count() AS n,
    countIf(vote > 0) AS positive,
    countIf(vote < 0) AS negative,
    uniqExact(customer) AS customers
FROM answers
GROUP BY GROUPING SETS (
    (brand, topic, window_start, metric, channel, source, language),
    (brand, topic, window_start, metric, channel),
    (brand, topic, window_start, metric, day),
    (brand, topic, window_start, metric)
)
HAVING topic = '' OR level IN ('stratum', 'total')
ORDER BY brand, topic, metric, window_start, level, channel, source, language, day
