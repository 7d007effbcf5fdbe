-- How many customers each brand has: the newest count of all of them whose period began before `to`, not over a year old.
SELECT brand, argMax(value, (period_start, period_end, received_at)) AS customers
FROM facts
WHERE kind = 'customers'
  AND brand IN {brands:Array(String)}
  AND period_start < {to:DateTime64(3, 'UTC')}
  AND period_end > {to:DateTime64(3, 'UTC')} - INTERVAL 1 YEAR
  AND product = '' AND location = '' AND channel = '' AND team = '' AND customer_segment = ''
GROUP BY brand
ORDER BY brand
