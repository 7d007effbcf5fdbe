-- Brands that customers mention and that are in nobody's list, per week: distinct customers, and how many of them say
-- that they move there. The row with mentioned = '' is the week's exposure: `texts` in which one could be mentioned.
SELECT
    mentioned,
    toMonday(occurred_at, 'UTC') AS window_start,
    count() AS texts,
    uniqExactIf(customer, mentioned != '') AS customers,
    uniqExactIf(customer, switching) AS switching_customers,
    arrayMap(
        pick -> pick.3,
        groupArraySortedIf(5)((switching ? 0 : 1, -toUnixTimestamp64Milli(occurred_at), event_id), mentioned != '')
    ) AS event_ids
FROM
(
    SELECT
        mentioned,
        occurred_at,
        event_id,
        customer,
        has(switched_to, mentioned) AS switching
    FROM feedback_snapshot
    ARRAY JOIN arrayConcat([''], arrayFilter(
        name -> name != '' AND NOT has(known_brands, name) AND NOT has({known:Array(String)}, name),
        arrayDistinct(mentioned_brands)
    )) AS mentioned
    WHERE occurred_at >= {from:DateTime64(3, 'UTC')}
      AND occurred_at < {to:DateTime64(3, 'UTC')}
      AND respondent_role = 'customer'
      AND has_text
)
GROUP BY mentioned, window_start
ORDER BY mentioned, window_start
