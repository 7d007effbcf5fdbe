-- What bad mentions of a brand are put down to in a window, per brand and cause ('' = any): mentions, and the distinct
-- customers who say so. Mentions without a cause are left out. `by_source` counts the mentions by source.
SELECT
    brand,
    cause,
    count() AS mentions,
    uniqExact(customer) AS customers,
    sumMap([source], [1]) AS by_source,
    arrayMap(pick -> pick.2, groupArraySorted(5)((-toUnixTimestamp64Milli(occurred_at), event_id))) AS event_ids
FROM feedback_snapshot
ARRAY JOIN topic_sentiments AS feeling, topic_causes AS cause
WHERE occurred_at >= {from:DateTime64(3, 'UTC')}
  AND occurred_at < {to:DateTime64(3, 'UTC')}
  AND brand IN {brands:Array(String)}
  AND respondent_role = 'customer'
  AND feeling = 'negative'
  AND cause != ''
GROUP BY GROUPING SETS ((brand, cause), (brand))
ORDER BY brand, cause
