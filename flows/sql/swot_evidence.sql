-- What explains findings of these indicators about these subjects, in windows that ended between `since` and `as_of`: a
-- row per finding and piece.
SELECT *
FROM indicator_evidence
WHERE indicator IN {indicators:Array(String)}
  AND subject IN {subjects:Array(String)}
  AND window_end > {since:DateTime64(3, 'UTC')}
  AND window_end <= {as_of:DateTime64(3, 'UTC')}
ORDER BY indicator, subject, metric, window_start, window_end, rank
