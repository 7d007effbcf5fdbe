-- What is said of some windows so far: one row per finding.
SELECT indicator, subject, metric, grain, window_start, verdict
FROM indicators
WHERE window_start IN {starts:Array(DateTime64(3, 'UTC'))} AND indicator IN {names:Array(String)}
ORDER BY window_start, indicator, subject, metric
