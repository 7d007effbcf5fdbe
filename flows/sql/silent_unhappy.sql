-- Distinct customers who complained, were asked, and are unhappy, per brand and month (column `level` 'total'), also per
-- source ('source'); of the month that begins at `start` also per cause and channel of the complaint ('group').
-- A customer's first complaint of the month tells cause, channel and source. Reads what silent_voices.sql finds.
SELECT
    multiIf(grouping(cause) = 0, 'group', grouping(source) = 0, 'source', 'total') AS level,
    brand,
    month,
    cause,
    channel,
    source,
    countIf(complains) AS complaining,
    countIf(complains AND is_known) AS known_complaining,
    countIf(asked) AS answered,
    countIf(unhappy) AS unhappy_answers,
    count() AS customers,
    groupArraySortedIf(5)(event_id, complains AND event_id != '') AS event_ids
FROM
(
    SELECT
        brand,
        toStartOfMonth(at, 'UTC') AS month,
        customer,
        max(known) AS is_known,
        max(complaint) AS complains,
        max(answered) AS asked,
        max(low) AS unhappy,
        argMin(said, (NOT complaint, at)) AS first_said,
        first_said.1 AS cause,
        first_said.2 AS channel,
        first_said.3 AS source,
        first_said.4 AS event_id
    FROM silent_voices
    GROUP BY brand, month, customer
)
GROUP BY GROUPING SETS ((brand, month), (brand, month, cause, channel), (brand, month, source))
HAVING level != 'group' OR (month = toDate({start:DateTime64(3, 'UTC')}, 'UTC') AND complaining > 0)
ORDER BY level, brand, month, cause, channel, source
