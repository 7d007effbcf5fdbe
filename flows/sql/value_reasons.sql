-- What customers give as a reason to buy, and what raters name, per brand and topic ('' = all) in a window:
-- `reasons` distinct customers who give a reason (and name the topic), `rated` texts with a rating (that name it).
SELECT
    brand,
    topic,
    uniqExactIf(customer, is_reason) AS reasons,
    countIf(is_rated) AS rated,
    uniqExactIf(customer, is_rated) AS raters,
    sumMapIf([source], [1], is_rated OR is_reason) AS by_source,
    arrayMap(pick -> pick.2, groupArraySortedIf(5)((-toUnixTimestamp64Milli(occurred_at), event_id), is_reason)) AS event_ids
FROM
(
    SELECT
        brand,
        event_id,
        occurred_at,
        source,
        customer,
        has(intents, 'reason_to_buy') AS is_reason,
        isNotNull(ifNull(rating_score, (csat_score - 1) / 4)) AND sentiment != 'unscored' AS is_rated,
        arrayJoin(arrayConcat([''], arrayMap(one -> toString(one), topics))) AS topic
    FROM feedback_snapshot
    WHERE occurred_at >= {from:DateTime64(3, 'UTC')}
      AND occurred_at < {to:DateTime64(3, 'UTC')}
      AND brand IN {brands:Array(String)}
      AND respondent_role = 'customer'
      AND has_text
)
GROUP BY brand, topic
ORDER BY brand, topic
