-- How many customers name a problem, per problem and month: distinct ones who wrote of the brand (and product and place,
-- where the problem has one), and of them those who speak badly of what it is about. Problems come as five lists of the
-- same length; `problem` is the place in them, from 1; an empty cause, topic, product or location stands for any.
SELECT
    problem,
    toStartOfMonth(occurred_at, 'UTC') AS window_start,
    uniqExact(customer) AS customers,
    uniqExactIf(customer, is_named) AS naming,
    sumMap([source], [1]) AS by_source,
    arrayMap(pick -> pick.2, groupArraySortedIf(5)((-toUnixTimestamp64Milli(occurred_at), event_id), is_named)) AS event_ids
FROM
(
    SELECT
        problem,
        occurred_at,
        event_id,
        source,
        customer,
        arrayExists(
            at -> topic_sentiments[at] = 'negative'
                AND ({causes:Array(String)}[problem] = '' OR topic_causes[at] = {causes:Array(String)}[problem])
                AND ({topics:Array(String)}[problem] = '' OR topics[at] = {topics:Array(String)}[problem]),
            arrayEnumerate(topics)
        ) AS is_named
    FROM feedback_snapshot
    ARRAY JOIN arrayFilter(
        at -> brand = {brands:Array(String)}[at]
            AND ({products:Array(String)}[at] = '' OR product = {products:Array(String)}[at])
            AND ({locations:Array(String)}[at] = '' OR location = {locations:Array(String)}[at]),
        arrayEnumerate({brands:Array(String)})
    ) AS problem
    WHERE occurred_at >= {from:DateTime64(3, 'UTC')}
      AND occurred_at < {to:DateTime64(3, 'UTC')}
      AND respondent_role = 'customer'
      AND sentiment != 'unscored'
)
GROUP BY problem, window_start
ORDER BY problem, window_start
