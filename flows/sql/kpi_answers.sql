-- Survey answers of customers as KPIs count them, per brand and window at two levels (column `level`):
--   stratum  per channel, source and language     total    all of the brand, customers counted once
-- csat is the top two of five, or a rating from three quarters of its scale on where there is no such answer, as in
-- answers.sql; ces by its sums, of which 7 is the easiest.
SELECT
    level,
    brand,
    if({grain:String} = 'week', toMonday(occurred_at, 'UTC'), toStartOfMonth(occurred_at, 'UTC')) AS window_start,
    if(level = 'total', '', through) AS channel,
    if(level = 'total', '', sent_by) AS source,
    if(level = 'total', '', written_in) AS language,
    countIf(nps IS NOT NULL) AS nps_n,
    countIf(nps >= 9) AS nps_positive,
    countIf(nps <= 6) AS nps_negative,
    uniqExactIf(customer, nps IS NOT NULL) AS nps_customers,
    countIf(is_satisfied IS NOT NULL) AS csat_n,
    countIf(is_satisfied) AS csat_positive,
    countIf(NOT is_satisfied) AS csat_negative,
    uniqExactIf(customer, is_satisfied IS NOT NULL) AS csat_customers,
    countIf(ces_score IS NOT NULL) AS ces_n,
    ifNull(sum(ces_score), 0) AS ces_sum,
    ifNull(sum(pow(ces_score, 2)), 0) AS ces_squares,
    uniqExactIf(customer, ces_score IS NOT NULL) AS ces_customers
FROM
(
    SELECT
        brand,
        channel AS through,
        source AS sent_by,
        language AS written_in,
        occurred_at,
        nps,
        ces_score,
        if(isNotNull(csat_score), csat_score >= 4, rating_score >= 0.75) AS is_satisfied,
        customer
    FROM feedback_snapshot
    WHERE occurred_at >= {from:DateTime64(3, 'UTC')}
      AND occurred_at < {to:DateTime64(3, 'UTC')}
      AND respondent_role = 'customer'
      AND has({brands:Array(String)}, brand)
)
ARRAY JOIN ['stratum', 'total'] AS level
GROUP BY level, brand, window_start, channel, source, language
ORDER BY level, brand, window_start, channel, source, language
