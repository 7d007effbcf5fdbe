-- The findings that count at `as_of`, one row each: of every indicator the newest window of each grain that was closed by
-- then. An indicator that was not judged for more than a window after others of that grain were is left out: it is past.
SELECT * EXCEPT (newest, newest_of_grain)
FROM
(
    SELECT *,
        max(window_end) OVER (PARTITION BY indicator, grain) AS newest,
        max(window_end) OVER (PARTITION BY grain) AS newest_of_grain
    FROM indicators
    WHERE window_end <= {as_of:DateTime64(3, 'UTC')}
)
WHERE window_end = newest
  AND dateDiff('hour', newest, newest_of_grain)
      <= 24 * transform(grain, ['hour', 'day', 'week', 'month', 'quarter'], [0.05, 1., 7., 31., 92.], 184.)
ORDER BY severity DESC, indicator, subject, metric, window_start
