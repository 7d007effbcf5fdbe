-- Distinct customers who complained, were asked, and are unhappy, per brand and month (column `level` 'total'), also per
-- source ('source'); of the month that begins at `start` also per cause and channel of the complaint ('group').
-- Reads the customers of silent_voices.sql.
SELECT
    multiIf(grouping(cause) = 0, 'group', grouping(source) = 0, 'source', 'total') AS level,
    brand,
    month,
    cause,
    channel,
    source,
    countIf(complains) AS complaining,
    countIf(asked) AS answered,
    countIf(unhappy) AS unhappy_answers,
    countIf(unhappy AND is_known) AS known_unhappy,
    countIf(unhappy AND is_known AND complains) AS known_both,
    count() AS customers,
    groupArraySortedIf(5)(event_id, complains AND event_id != '') AS event_ids
FROM silent_voices
GROUP BY GROUPING SETS ((brand, month), (brand, month, cause, channel), (brand, month, source))
HAVING level != 'group' OR (month = toDate({start:DateTime64(3, 'UTC')}, 'UTC') AND complaining > 0)
ORDER BY level, brand, month, cause, channel, source
