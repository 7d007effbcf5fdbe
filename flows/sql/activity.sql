-- Events per source, brand, UTC day and the versions that scored them, of every role: whether a source is alive, whether
-- volume fell, what scored the texts, and how new the rows are. A survey of the staff shows as well as any other that its
-- source is alive; staff who answer do not make up for customers who fall silent, so customers count apart:
--   from_customers  theirs alone      texts  theirs with a text      scored  of these, those that could be judged
SELECT
    source,
    brand,
    toDate(occurred_at, 'UTC') AS day,
    sentiment_version,
    taxonomy_version,
    count() AS events,
    countIf(respondent_role = 'customer') AS from_customers,
    countIf(respondent_role = 'customer' AND has_text) AS texts,
    countIf(respondent_role = 'customer' AND has_text AND sentiment != 'unscored') AS scored,
    max(landed_at) AS newest_landing
FROM feedback_snapshot
WHERE occurred_at >= {from:DateTime64(3, 'UTC')} AND occurred_at < {to:DateTime64(3, 'UTC')}
GROUP BY source, brand, day, sentiment_version, taxonomy_version
ORDER BY source, brand, day, sentiment_version, taxonomy_version
