-- What was found of each brand's perception, as a whole and by topic, in a quarter and in its last month: one row per
-- finding.
SELECT indicator, subject_brand AS brand, subject_topic AS topic, metric, grain, verdict, severity, value, comparison, change, n,
    n_comparison
FROM indicators
WHERE indicator IN ('perception_drop', 'perception_yoy')
  AND subject_brand IN {brands:Array(String)}
  AND subject_channel = ''
  AND ((grain = 'quarter' AND window_start = {quarter:DateTime64(3, 'UTC')})
       OR (grain = 'month' AND window_start = {month:DateTime64(3, 'UTC')}))
ORDER BY severity DESC, brand, topic, indicator, metric
