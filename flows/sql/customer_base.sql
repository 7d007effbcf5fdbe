-- How many customers each brand has: what piece_counts.sql tells of the newest moment before `to`, not over a year old.
WITH
    [({to:DateTime64(3, 'UTC')} - INTERVAL 1 YEAR, {to:DateTime64(3, 'UTC')})] AS windows,
    ('', '') AS scope
SELECT brand, argMax(height, piece) AS customers
FROM piece_counts
WHERE kind = 'customers'
GROUP BY brand
ORDER BY brand
