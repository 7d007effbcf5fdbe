-- The findings of the newest computed window of each grain that was closed at `as_of`.
SELECT *
FROM
(
    SELECT *, max(window_end) OVER (PARTITION BY grain) AS newest
    FROM indicators
    WHERE window_end <= {as_of:DateTime64(3, 'UTC')}
)
WHERE window_end = newest
ORDER BY severity DESC, indicator, subject, metric, window_start
