-- Critical drops of windows that ended before the first judged one: they are no part of what is normal.
SELECT DISTINCT subject_brand, subject_topic, subject_channel, metric, window_start, window_end
FROM indicators
WHERE indicator = 'perception_drop'
  AND verdict = 'critical'
  AND window_end <= {before:DateTime64(3, 'UTC')}
