-- How many customers each brand had, as piece_counts.sql tells it: one row per brand and piece of time from a year before
-- `from` up to `to`, of the place and product of the scope ('' = all).
WITH
    [({from:DateTime64(3, 'UTC')} - INTERVAL 1 YEAR, {to:DateTime64(3, 'UTC')})] AS windows,
    ({location:String}, {product:String}) AS scope
SELECT brand, piece.1 AS period_start, piece.2 AS period_end, height AS customers
FROM piece_counts
WHERE kind = 'customers'
ORDER BY brand, piece
