-- Orders by the window in which they were promised: one row per brand and window. An order that is not there yet when
-- it was promised is late; `late_event_ids` are the latest promises that were broken. By place: orders, and late ones.
SELECT
    brand,
    if({grain:String} = 'week', toMonday(due, 'UTC'), toStartOfMonth(due, 'UTC')) AS window_start,
    count() AS cases,
    countIf(is_kept) AS kept,
    uniqExact(if(order_customer = '', newest_event, order_customer)) AS customers,
    sumMap([concat(source, '/order')], [toUInt64(1)]) AS by_source,
    sumMap([order_location], [toUInt64(1)]) AS at_places,
    sumMap([order_location], [toUInt64(NOT is_kept)]) AS late_at_places,
    at_places.1 AS places,
    at_places.2 AS place_orders,
    mapFromArrays(late_at_places.1, late_at_places.2) AS place_late,  -- sums of 0 are not among them
    arrayMap(pick -> pick.2, groupArraySortedIf(5)((-toUnixTimestamp64Milli(due), newest_event), NOT is_kept)) AS event_ids
FROM promised_orders
GROUP BY brand, window_start
ORDER BY brand, window_start
