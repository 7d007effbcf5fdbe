-- What is said in public (reviews and posts) of each listed brand, per month and channel: customers who speak, and of the
-- scored texts how many are positive and negative. The row with place = '' counts each of a brand's customers once.
SELECT
    brand,
    toStartOfMonth(occurred_at, 'UTC') AS month,
    if(grouping(channel) = 1, '', channel) AS place,
    uniqExact(customer) AS customers,
    uniqExactIf(customer, sentiment != 'unscored') AS scored_customers,
    countIf(sentiment != 'unscored') AS scored,
    countIf(sentiment = 'positive') AS positive,
    countIf(sentiment = 'negative') AS negative,
    sumMap([source], [1]) AS by_source
FROM
(
    SELECT brand, channel, source, occurred_at, sentiment, customer
    FROM feedback_snapshot
    WHERE occurred_at >= {from:DateTime64(3, 'UTC')}
      AND occurred_at < {to:DateTime64(3, 'UTC')}
      AND respondent_role = 'customer'
      AND kind IN ('review', 'social')
      AND brand IN {brands:Array(String)}
)
GROUP BY GROUPING SETS ((brand, month, channel), (brand, month))
ORDER BY brand, month, place
