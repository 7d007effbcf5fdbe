-- How many customers each brand had, in the windows and the scope of piece_counts.sql: one row per brand and piece of time.
-- Where there is any number of all of them, those added up from parts are left out: a part may be told later, or alone.
SELECT brand, piece.1 AS period_start, piece.2 AS period_end, height AS customers
FROM
(
    SELECT *, max(of_whole) OVER (PARTITION BY brand) AS is_told_whole
    FROM piece_counts
    WHERE kind = 'customers'
)
WHERE of_whole = is_told_whole
