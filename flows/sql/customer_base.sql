-- How many customers each brand has: what customer_counts.sql tells of the newest moment before `to`, not over a year old.
WITH
    [({to:DateTime64(3, 'UTC')} - INTERVAL 1 YEAR, {to:DateTime64(3, 'UTC')})] AS windows,
    ('', '') AS scope
SELECT brand, argMax(customer_counts.customers, period_end) AS customers
FROM customer_counts
GROUP BY brand
ORDER BY brand
