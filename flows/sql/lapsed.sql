-- Customers who left: distinct ones, one row per brand and window.
SELECT
    brand,
    if({grain:String} = 'week', toMonday(occurred_at, 'UTC'), toStartOfMonth(occurred_at, 'UTC')) AS window_start,
    uniqExact(customer_ref) AS customers,
    sumMap([concat(source, '/customer_lapsed')], [toUInt64(1)]) AS by_source
FROM facts
WHERE occurred_at >= {from:DateTime64(3, 'UTC')}
  AND occurred_at < {to:DateTime64(3, 'UTC')}
  AND kind = 'customer_lapsed'
  AND has({brands:Array(String)}, brand)
GROUP BY brand, window_start
ORDER BY brand, window_start
