-- How many customers each brand had, as customer_counts.sql tells it: one row per brand and piece of time from a year before
-- `from` up to `to`, of the place and product of the scope ('' = all).
WITH
    [({from:DateTime64(3, 'UTC')} - INTERVAL 1 YEAR, {to:DateTime64(3, 'UTC')})] AS windows,
    ({location:String}, {product:String}) AS scope
SELECT brand, period_start, period_end, customers
FROM customer_counts
ORDER BY brand, period_start
