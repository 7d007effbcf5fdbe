-- Customers who left, per week from `origin` on, of a brand (touched) and of those beside it, those of `excluded` left
-- out: one row per side and week. `core` counts those of the segments that are the core.
SELECT
    brand IN {touched:Array(String)} AS touched,
    toInt32(floor(dateDiff('second', {origin:DateTime64(3, 'UTC')}, occurred_at) / 604800)) AS period,
    uniqExact(customer_ref) AS n,
    uniqExactIf(customer_ref, has({segments:Array(String)}, customer_segment)) AS core,
    sumMap([concat(source, '/customer_lapsed')], [toUInt64(1)]) AS by_source
FROM facts
WHERE kind = 'customer_lapsed'
  AND occurred_at >= {from:DateTime64(3, 'UTC')}
  AND occurred_at < {to:DateTime64(3, 'UTC')}
  AND brand IN {brands:Array(String)}
  AND (touched OR NOT has({excluded:Array(String)}, brand))
GROUP BY touched, period
ORDER BY touched, period
