-- What was found in each window that ended between `since` and `as_of` by these indicators about these subjects: a row per
-- finding, the oldest first.
SELECT
    indicator,
    subject,
    subject_topic,
    subject_channel,
    metric,
    grain,
    window_start,
    window_end,
    value,
    comparison,
    change,
    ci_low,
    ci_high,
    verdict
FROM indicators
WHERE indicator IN {indicators:Array(String)}
  AND subject IN {subjects:Array(String)}
  AND window_end > {since:DateTime64(3, 'UTC')}
  AND window_end <= {as_of:DateTime64(3, 'UTC')}
ORDER BY indicator, subject, metric, grain, window_start
