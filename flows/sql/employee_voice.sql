-- What employees write, per brand, topic ('' = all) and quarter: scored texts, positive and negative ones, and how many
-- people. Column `level`: 'total', and 'source' of each source. Reads the votes of topic_votes.sql.
SELECT
    if(grouping(source) = 1, 'total', 'source') AS level,
    brand,
    topic,
    toStartOfQuarter(occurred_at, 'UTC') AS quarter,
    source,
    count() AS n,
    countIf(vote > 0) AS positive,
    countIf(vote < 0) AS negative,
    uniqExact(customer) AS people,
    arrayMap(pick -> pick.2, groupArraySortedIf(5)((-toUnixTimestamp64Milli(occurred_at), event_id), is_shown AND vote < 0)) AS event_ids
FROM topic_votes
GROUP BY GROUPING SETS ((brand, topic, quarter, source), (brand, topic, quarter))
ORDER BY brand, topic, quarter, level, source
