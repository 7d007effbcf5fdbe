-- Orders by the window in which they were promised: one row per brand and window. An order that is not there yet when
-- it was promised is late; `late_event_ids` are the latest promises that were broken. By place: orders, and late ones.
SELECT
    brand,
    if({grain:String} = 'week', toMonday(due, 'UTC'), toStartOfMonth(due, 'UTC')) AS window_start,
    count() AS cases,
    countIf(is_kept) AS kept,
    uniqExact(if(customer_ref = '', event_id, customer_ref)) AS customers,
    sumMap([concat(source, '/order')], [toUInt64(1)]) AS by_source,
    sumMap([location], [toUInt64(1)]) AS at_places,
    sumMap([location], [toUInt64(NOT is_kept)]) AS late_at_places,
    at_places.1 AS places,
    at_places.2 AS place_orders,
    mapFromArrays(late_at_places.1, late_at_places.2) AS place_late,  -- sums of 0 are not among them
    arrayMap(pick -> pick.2, groupArraySortedIf(5)((-toUnixTimestamp64Milli(due), event_id), NOT is_kept)) AS event_ids
FROM
(
    SELECT
        source,
        brand,
        location,
        event_id,
        customer_ref,
        assumeNotNull(promised_at) AS due,
        ifNull(delivered_at <= promised_at, false) AS is_kept
    FROM facts
    WHERE kind = 'order'
      AND promised_at >= {from:DateTime64(3, 'UTC')}
      AND promised_at < {to:DateTime64(3, 'UTC')}
      AND has({brands:Array(String)}, brand)
)
GROUP BY brand, window_start
ORDER BY brand, window_start
