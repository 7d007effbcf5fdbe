-- Customers' texts among the labelled ones, by whose they are, which version of the model read them, and as what. Read by
-- flows.labels once per label, which it knows itself; an unscored text tells nothing of the model's errors.
SELECT
    brand,
    channel,
    sentiment_version,
    sentiment,
    count() AS texts
FROM feedback_snapshot
WHERE event_id IN {event_ids:Array(String)}
  AND respondent_role = 'customer'
  AND sentiment IN ('positive', 'neutral', 'negative')
GROUP BY brand, channel, sentiment_version, sentiment
ORDER BY brand, channel, sentiment_version, sentiment
