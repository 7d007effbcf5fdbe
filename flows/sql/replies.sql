-- How long reviews and posts waited for a public answer: one row per brand, window and source. `ended_hours` are those
-- of the answered with how many took so long, `open_hours` of those without an answer at {to}; `event_ids` wait longest.
-- Hours are rounded as against_us.sql says.
SELECT
    brand,
    if({grain:String} = 'week', toMonday(occurred_at, 'UTC'), toStartOfMonth(occurred_at, 'UTC')) AS window_start,
    source,
    count() AS cases,
    uniqExact(customer) AS customers,
    sumMapIf([against_us(hours, true)], [toUInt64(1)], is_ended) AS ended,
    sumMapIf([against_us(hours, false)], [toUInt64(1)], NOT is_ended) AS still,
    ended.1 AS ended_hours,
    ended.2 AS ended_cases,
    still.1 AS open_hours,
    still.2 AS open_cases,
    arrayMap(pick -> pick.2, groupArraySortedIf(5)((occurred_at, event_id), NOT is_ended)) AS event_ids
FROM
(
    SELECT
        brand,
        source,
        event_id,
        occurred_at,
        customer,
        ifNull(reply_at < {to:DateTime64(3, 'UTC')}, false) AS is_ended,
        if(is_ended, assumeNotNull(reply_at), {to:DateTime64(3, 'UTC')}) AS until,
        greatest(0, dateDiff('millisecond', occurred_at, until)) / 3600000 AS hours
    FROM feedback_snapshot
    WHERE occurred_at >= {from:DateTime64(3, 'UTC')}
      AND occurred_at < {to:DateTime64(3, 'UTC')}
      AND kind IN ('review', 'social')
      AND respondent_role = 'customer'
      AND has({brands:Array(String)}, brand)
)
GROUP BY brand, window_start, source
ORDER BY brand, window_start, source
