-- Customers' complaints in a scope, per period: one row per side and period; sides, periods and scope as in
-- plan_votes.sql, with the cause as one more unit and part of the scope. Hours from the complaint to the first answer
-- (`wait` acknowledged) or solution (resolved): of those that had it before `to` (ended), and until `to` of the others
-- (open), each with how many took so long, rounded as against_us.sql says. Complaints out of scope (in_scope 0) only
-- tell since when any are counted at all.
SELECT
    in_scope,
    touched,
    period,
    count() AS n,
    sumMap([concat(source, '/cases')], [toUInt64(1)]) AS by_source,
    sumMapIf([against_us(hours, true)], [toUInt64(1)], is_ended) AS ended,
    sumMapIf([against_us(hours, false)], [toUInt64(1)], NOT is_ended) AS still,
    ended.1 AS ended_hours,
    ended.2 AS ended_cases,
    still.1 AS open_hours,
    still.2 AS open_cases
FROM
(
    SELECT
        source,
        assumeNotNull(first_received_at) AS received,
        if(
            {grain:String} = 'month',
            toInt32(dateDiff('month', {origin:DateTime64(3, 'UTC')}, received, 'UTC')),
            toInt32(floor(dateDiff('second', {origin:DateTime64(3, 'UTC')}, received) / 604800))
        ) AS period,
        multiIf(
            {unit:String} = 'brand', toString(brand),
            {unit:String} = 'location', toString(location),
            {unit:String} = 'product', toString(product),
            {unit:String} = 'team', toString(team),
            {unit:String} = 'topic', toString(topic),
            {unit:String} = 'cause', toString(cause),
            ''
        ) AS name,
        {unit:String} = '' OR has({touched:Array(String)}, name) AS touched,
        ({channel:String} = '' OR channel = {channel:String})
            AND ({location:String} = '' OR location = {location:String})
            AND ({product:String} = '' OR product = {product:String})
            AND ({team:String} = '' OR team = {team:String})
            AND ({topic:String} = '' OR topic = {topic:String})
            AND ({cause:String} = '' OR cause = {cause:String})
            AND (touched OR (name != '' AND NOT has({excluded:Array(String)}, name))) AS in_scope,
        if({wait:String} = 'resolved', first_resolved_at, first_acknowledged_at) AS reached,
        ifNull(reached < {to:DateTime64(3, 'UTC')}, false) AS is_ended,
        if(is_ended, assumeNotNull(reached), {to:DateTime64(3, 'UTC')}) AS until,
        greatest(0, dateDiff('millisecond', received, until)) / 3600000 AS hours
    FROM cases
    WHERE first_received_at >= {from:DateTime64(3, 'UTC')}
      AND first_received_at < {to:DateTime64(3, 'UTC')}
      AND brand IN {brands:Array(String)}
      AND kind = 'complaint'
      AND origin = 'customer'
)
GROUP BY in_scope, touched, period
ORDER BY in_scope, touched, period
