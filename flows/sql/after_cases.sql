-- How satisfied customers are within {days} days after a complaint of theirs had ended (found by customer or order), and
-- how satisfied those are who never complained: one row per brand, window and group (after, never). Satisfied is as in
-- answers.sql; `event_ids` are some who are not.
SELECT
    brand,
    if({grain:String} = 'week', toMonday(occurred_at, 'UTC'), toStartOfMonth(occurred_at, 'UTC')) AS window_start,
    what,
    count() AS cases,
    countIf(is_satisfied) AS satisfied,
    uniqExact(who) AS customers,
    sumMap([source], [toUInt64(1)]) AS by_source,
    arrayMap(pick -> pick.2, groupArraySortedIf(5)((occurred_at, event_id), NOT is_satisfied)) AS event_ids
FROM
(
    SELECT
        answers.source AS source,
        answers.brand AS brand,
        answers.occurred_at AS occurred_at,
        answers.event_id AS event_id,
        answers.who AS who,
        answers.is_satisfied AS is_satisfied,
        multiIf(
            arrayExists(
                at -> occurred_at >= at AND occurred_at < at + toIntervalDay({days:UInt16}),
                arrayConcat(of_customer.ends, of_order.ends)
            ), 'after',
            answers.customer_ref != '' AND of_customer.complaints + of_order.complaints = 0, 'never',
            ''
        ) AS what
    FROM
    (
        SELECT
            source,
            brand,
            occurred_at,
            event_id,
            customer_ref,
            order_ref,
            customer AS who,
            assumeNotNull(if(isNotNull(csat_score), csat_score >= 4, rating_score >= 0.75)) AS is_satisfied
        FROM feedback_snapshot
        WHERE occurred_at >= {answered_from:DateTime64(3, 'UTC')}
          AND occurred_at < {to:DateTime64(3, 'UTC')}
          AND respondent_role = 'customer'
          AND has({brands:Array(String)}, brand)
          AND (isNotNull(csat_score) OR isNotNull(rating_score))
          AND (customer_ref != '' OR order_ref != '')
    ) AS answers
    LEFT JOIN
    (
        SELECT case_brand, case_customer, count() AS complaints, groupArrayIf(assumeNotNull(ended), ended IS NOT NULL) AS ends
        FROM service_cases
        WHERE case_kind = 'complaint' AND case_customer != ''
        GROUP BY case_brand, case_customer
    ) AS of_customer ON answers.brand = of_customer.case_brand AND answers.customer_ref = of_customer.case_customer
    LEFT JOIN
    (
        SELECT case_brand, case_order, count() AS complaints, groupArrayIf(assumeNotNull(ended), ended IS NOT NULL) AS ends
        FROM service_cases
        WHERE case_kind = 'complaint' AND case_order != ''
        GROUP BY case_brand, case_order
    ) AS of_order ON answers.brand = of_order.case_brand AND answers.order_ref = of_order.case_order
)
WHERE what != ''
GROUP BY brand, window_start, what
ORDER BY brand, window_start, what
