-- How many customers each brand had, as it was told: one row per brand and period, of the place and product of the scope
-- ('' = all), of periods that reach into `from` … `to` or end within the year before.
SELECT brand, period_start, period_end, argMax(value, (received_at, event_id)) AS customers
FROM facts
WHERE kind = 'customers'
  AND brand IN {brands:Array(String)}
  AND location = {location:String} AND product = {product:String}
  AND channel = '' AND team = '' AND customer_segment = ''
  AND period_start < {to:DateTime64(3, 'UTC')}
  AND period_end > {from:DateTime64(3, 'UTC')} - INTERVAL 1 YEAR
  AND period_end > period_start
GROUP BY brand, period_start, period_end
ORDER BY brand, period_start, period_end
