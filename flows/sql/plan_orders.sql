-- Orders due in a scope, per period in which they were promised, and how many were there by then: one row per side and
-- period; sides and periods as in plan_votes.sql.
SELECT
    touched,
    period,
    count() AS n,
    countIf(ifNull(delivered_at <= promised_at, false)) AS positive,
    n - positive AS negative,
    uniqExact(order_ref) AS customers,
    sumMap([concat(source, '/order')], [toUInt64(1)]) AS by_source
FROM
(
    SELECT
        source,
        order_ref,
        delivered_at,
        assumeNotNull(promised_at) AS promised,
        promised_at,
        if(
            {grain:String} = 'month',
            toInt32(dateDiff('month', {origin:DateTime64(3, 'UTC')}, promised, 'UTC')),
            toInt32(floor(dateDiff('second', {origin:DateTime64(3, 'UTC')}, promised) / 604800))
        ) AS period,
        multiIf(
            {unit:String} = 'brand', toString(brand),
            {unit:String} = 'location', toString(location),
            {unit:String} = 'product', toString(product),
            {unit:String} = 'team', toString(team),
            ''
        ) AS name,
        {unit:String} = '' OR has({touched:Array(String)}, name) AS touched
    FROM facts
    WHERE kind = 'order'
      AND promised_at >= {from:DateTime64(3, 'UTC')}
      AND promised_at < {to:DateTime64(3, 'UTC')}
      AND brand IN {brands:Array(String)}
      AND ({channel:String} = '' OR channel = {channel:String})
      AND ({location:String} = '' OR location = {location:String})
      AND ({product:String} = '' OR product = {product:String})
      AND ({team:String} = '' OR team = {team:String})
)
WHERE touched OR (name != '' AND NOT has({excluded:Array(String)}, name))
GROUP BY touched, period
ORDER BY touched, period
