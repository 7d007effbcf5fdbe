-- Customers of each of `brands` who wrote between `from` and `to`, per brand: all of them and those of the core segments,
-- and of each who spoke badly of the topic of prices at least once. Only those with a reference: one who is not known
-- cannot be told to be core, or to be the same.
SELECT
    brand,
    uniqExact(customer) AS customers,
    uniqExactIf(customer, is_negative) AS negative,
    uniqExactIf(customer, is_core) AS core_customers,
    uniqExactIf(customer, is_core AND is_negative) AS core_negative
FROM
(
    SELECT
        brand,
        sipHash64(customer_ref) AS customer,
        has({segments:Array(String)}, customer_segment) AS is_core,
        indexOf(topics, {topic:String}) AS at,
        at > 0 AND if(at <= length(topic_sentiments), topic_sentiments[at], sentiment) = 'negative' AS is_negative
    FROM feedback
    WHERE occurred_at >= {from:DateTime64(3, 'UTC')}
      AND occurred_at < {to:DateTime64(3, 'UTC')}
      AND brand IN {brands:Array(String)}
      AND respondent_role = 'customer'
      AND customer_ref != ''
      AND sentiment != 'unscored'
)
GROUP BY brand
ORDER BY brand
