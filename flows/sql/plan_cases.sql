-- Customers' complaints in a scope, per period: one row per side and period; sides, periods and scope as in
-- plan_votes.sql, with the cause as one more unit and part of the scope. Hours from the complaint until it was heard,
-- answered or solved (`wait`; each as service_cases.sql says): of those that were by `to` (ended), and until `to` of the
-- others (open), each with how many took so long, rounded as against_us.sql says. Complaints out of scope (in_scope 0)
-- only tell since when any are counted at all.
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
        if(
            {grain:String} = 'month',
            toInt32(dateDiff('month', {origin:DateTime64(3, 'UTC')}, received, 'UTC')),
            toInt32(floor(dateDiff('second', {origin:DateTime64(3, 'UTC')}, received) / 604800))
        ) AS period,
        multiIf(
            {unit:String} = 'brand', toString(case_brand),
            {unit:String} = 'location', toString(case_location),
            {unit:String} = 'product', toString(case_product),
            {unit:String} = 'team', toString(case_team),
            {unit:String} = 'topic', toString(case_topic),
            {unit:String} = 'cause', toString(case_cause),
            ''
        ) AS name,
        {unit:String} = '' OR has({touched:Array(String)}, name) AS touched,
        ({channel:String} = '' OR case_channel = {channel:String})
            AND ({location:String} = '' OR case_location = {location:String})
            AND ({product:String} = '' OR case_product = {product:String})
            AND ({team:String} = '' OR case_team = {team:String})
            AND ({topic:String} = '' OR case_topic = {topic:String})
            AND ({cause:String} = '' OR case_cause = {cause:String})
            AND (touched OR (name != '' AND NOT has({excluded:Array(String)}, name))) AS in_scope,
        multiIf({wait:String} = 'solved', solved, {wait:String} = 'answered', answered, heard) AS reached,
        isNotNull(reached) AS is_ended,
        greatest(0, dateDiff('millisecond', received, ifNull(reached, {to:DateTime64(3, 'UTC')}))) / 3600000 AS hours
    FROM service_cases
    WHERE case_kind = 'complaint'
)
GROUP BY in_scope, touched, period
ORDER BY in_scope, touched, period
