-- Customers' texts and answers per brand, month and measure (column `level`: 'total', and 'stratum' of each channel,
-- source and language):
-- `n` of them, `positive` of which do it, of how many `customers`; up to five of the newest that do it.
--   recommending, warning_others, broken_promise  texts that recommend, warn others, speak of a promise not kept
--   promoters                                     answers of 9 or 10 to whether they would recommend
SELECT
    if(grouping(source) = 1, 'total', 'stratum') AS level,
    brand,
    month,
    measure,
    channel,
    source,
    language,
    count() AS n,
    countIf(does) AS positive,
    uniqExact(customer) AS customers,
    arrayMap(pick -> pick.2, groupArraySortedIf(5)((-toUnixTimestamp64Milli(occurred_at), event_id), is_shown AND does)) AS event_ids
FROM
(
    SELECT
        brand,
        channel,
        source,
        language,
        if(is_shown, feedback_snapshot.event_id, '') AS event_id,
        occurred_at >= {shown_from:DateTime64(3, 'UTC')} AS is_shown,
        occurred_at,
        toStartOfMonth(occurred_at, 'UTC') AS month,
        customer,
        told.1 AS measure,
        assumeNotNull(told.2) AS does
    FROM feedback_snapshot
    ARRAY JOIN
        [
            ('recommending', if(NOT has_text, NULL, has(intents, 'recommending'))),
            ('warning_others', if(NOT has_text, NULL, has(intents, 'warning'))),
            ('broken_promise', if(NOT has_text, NULL, has(intents, 'broken_promise'))),
            ('promoters', nps >= 9)
        ] AS told
    WHERE occurred_at >= {from:DateTime64(3, 'UTC')}
      AND occurred_at < {to:DateTime64(3, 'UTC')}
      AND brand IN {brands:Array(String)}
      AND respondent_role = 'customer'
      AND isNotNull(told.2)
)
GROUP BY GROUPING SETS ((brand, month, measure, channel, source, language), (brand, month, measure))
ORDER BY brand, measure, month, level, channel, source, language
