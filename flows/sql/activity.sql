-- Events per source, brand and UTC day: whether a source is alive, and whether volume fell.
-- `events` counts every role: a survey of the staff shows as well as any other that its source is alive.
-- `from_customers` counts customers' only: staff who answer do not make up for customers who fall silent.
SELECT source, brand, toDate(occurred_at, 'UTC') AS day, count() AS events, countIf(respondent_role = 'customer') AS from_customers
FROM feedback
WHERE occurred_at >= {from:DateTime64(3, 'UTC')} AND occurred_at < {to:DateTime64(3, 'UTC')}
GROUP BY source, brand, day
ORDER BY source, brand, day
