-- What customers say of each topic ('' = of all) per brand and month: texts, and customers counted once each; of all
-- texts (`is_whole`), and again per channel, source and language.
--   n         texts, of which `negative` speak badly of it
--   customers distinct ones, of whom `unhappy` spoke badly of it at least once
--   sources   texts by source
--   event_ids the newest five bad ones
-- Reads the votes of topic_votes.sql.
SELECT
    brand,
    topic,
    toStartOfMonth(occurred_at, 'UTC') AS window_start,
    grouping(channel, source, language) > 0 AS is_whole,
    channel,
    source,
    language,
    count() AS n,
    countIf(vote < 0) AS negative,
    uniqExact(customer) AS customers,
    uniqExactIf(customer, vote < 0) AS unhappy,
    sumMap([source], [1]) AS by_source,
    arrayMap(pick -> pick.2, groupArraySortedIf(5)((-toUnixTimestamp64Milli(occurred_at), event_id), is_shown AND vote < 0)) AS event_ids
FROM topic_votes
GROUP BY GROUPING SETS ((brand, topic, window_start), (brand, topic, window_start, channel, source, language))
ORDER BY brand, topic, window_start, is_whole, channel, source, language
