-- Ratings (0 worst to 100 best) of customers' texts, per brand, what they name as bad and group of customers.
--   named   a topic, '*' for any topic, '' for every rated text whether it names one or not
--   draw    one of 64 groups that customers fall into by their hash: independent of each other, so they can be drawn anew
-- The rating is the one given on a scale, else satisfaction. A customer is a customer_ref, else the event.
SELECT
    brand,
    named,
    customer % 64 AS draw,
    count() AS n,
    sum(rating) AS total,
    uniqExact(customer) AS customers
FROM
(
    SELECT
        brand,
        customer,
        100 * ifNull(rating_score, (csat_score - 1) / 4) AS rating,
        arrayFilter((topic, feeling) -> feeling = 'negative', topics, topic_sentiments) AS bad,
        arrayJoin(arrayConcat([''], if(empty(bad), [], ['*']), bad)) AS named
    FROM feedback_snapshot
    WHERE occurred_at >= {from:DateTime64(3, 'UTC')}
      AND occurred_at < {to:DateTime64(3, 'UTC')}
      AND brand IN {brands:Array(String)}
      AND respondent_role = 'customer'
      AND sentiment != 'unscored'
      AND isNotNull(ifNull(rating_score, (csat_score - 1) / 4))
)
GROUP BY brand, named, draw
ORDER BY brand, named, draw
