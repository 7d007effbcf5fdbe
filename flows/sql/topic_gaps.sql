-- What customers say of each topic ('' = of all), per brand, at three grains (column `level`):
--   quarter   per quarter and channel     total   per quarter, customers counted once
--   month     per month and channel
-- n texts, of which positive and negative; distinct customers, of whom `praising` spoke well of it at least once.
-- `event_ids`: the newest five good ones. Reads the votes of topic_votes.sql.
SELECT
    multiIf(grouping(month) = 0, 'month', grouping(channel) = 0, 'quarter', 'total') AS level,
    brand,
    topic,
    channel,
    if(level = 'month', month, quarter) AS window_start,
    count() AS n,
    countIf(vote > 0) AS positive,
    countIf(vote < 0) AS negative,
    uniqExact(customer) AS customers,
    uniqExactIf(customer, vote > 0) AS praising,
    sumMapIf([source], [1], is_shown) AS by_source,
    arrayMap(pick -> pick.2, groupArraySortedIf(5)((-toUnixTimestamp64Milli(occurred_at), event_id), is_shown AND vote > 0)) AS event_ids
FROM
(
    SELECT *, toStartOfMonth(occurred_at, 'UTC') AS month, toStartOfQuarter(occurred_at, 'UTC') AS quarter
    FROM topic_votes
)
GROUP BY GROUPING SETS ((brand, topic, channel, month), (brand, topic, channel, quarter), (brand, topic, quarter))
ORDER BY brand, topic, level, window_start, channel
