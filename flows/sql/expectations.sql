-- Customers who write, per brand, topic ('' = all texts) and quarter, and how many of them say what they expect or ask
-- for: an expectation, a request or a suggestion. `newest` are up to five such texts.
SELECT
    brand,
    topic,
    toStartOfQuarter(occurred_at, 'UTC') AS quarter,
    uniqExact(customer) AS customers,
    uniqExactIf(customer, is_expecting) AS expecting,
    sumMap([source], [toUInt64(1)]) AS by_source,
    groupArraySortedIf(5)((-toUnixTimestamp64Milli(occurred_at), event_id), is_shown AND is_expecting) AS newest
FROM
(
    SELECT
        source,
        brand,
        occurred_at,
        if(is_shown, feedback_snapshot.event_id, '') AS event_id,
        occurred_at >= {shown_from:DateTime64(3, 'UTC')} AS is_shown,
        topic,
        customer,
        expects OR hasAny(intents, ['request', 'suggestion']) AS is_expecting
    FROM feedback_snapshot
    ARRAY JOIN arrayConcat([''], topics) AS topic
    WHERE occurred_at >= {from:DateTime64(3, 'UTC')}
      AND occurred_at < {to:DateTime64(3, 'UTC')}
      AND respondent_role = 'customer'
      AND has_text
      AND brand IN {brands:Array(String)}
)
GROUP BY brand, topic, quarter
ORDER BY brand, topic, quarter
