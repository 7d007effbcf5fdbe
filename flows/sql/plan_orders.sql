-- Orders due in a scope, per period in which they were promised, and how many were there by then: one row per side and
-- period; sides and periods as in plan_votes.sql.
SELECT
    touched,
    period,
    count() AS n,
    countIf(is_kept) AS positive,
    n - positive AS negative,
    n AS customers,
    sumMap([concat(source, '/order')], [toUInt64(1)]) AS by_source
FROM
(
    SELECT
        source,
        is_kept,
        if(
            {grain:String} = 'month',
            toInt32(dateDiff('month', {origin:DateTime64(3, 'UTC')}, due, 'UTC')),
            toInt32(floor(dateDiff('second', {origin:DateTime64(3, 'UTC')}, due) / 604800))
        ) AS period,
        multiIf(
            {unit:String} = 'brand', toString(brand),
            {unit:String} = 'location', toString(order_location),
            {unit:String} = 'product', toString(order_product),
            {unit:String} = 'team', toString(order_team),
            ''
        ) AS name,
        {unit:String} = '' OR has({touched:Array(String)}, name) AS touched
    FROM promised_orders
    WHERE ({channel:String} = '' OR order_channel = {channel:String})
      AND ({location:String} = '' OR order_location = {location:String})
      AND ({product:String} = '' OR order_product = {product:String})
      AND ({team:String} = '' OR order_team = {team:String})
)
WHERE touched OR (name != '' AND NOT has({excluded:Array(String)}, name))
GROUP BY touched, period
ORDER BY touched, period
