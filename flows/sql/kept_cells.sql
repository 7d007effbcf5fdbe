-- Answers per brand, topic, window and metric at four levels, as cells.sql counted them when their months last changed.
-- Topics are read from `topics_from` on only.
SELECT level, brand, topic, window_start, metric, channel, source, language, day, n, positive, negative, customers
FROM answer_cells FINAL
WHERE grain = {grain:String}
  AND level != ''
  AND window_start >= toDate({from:DateTime64(3, 'UTC')}, 'UTC')
  AND window_start < toDate({to:DateTime64(3, 'UTC')}, 'UTC')
  AND (topic = '' OR window_start >= toDate({topics_from:DateTime64(3, 'UTC')}, 'UTC'))
ORDER BY brand, topic, metric, window_start, level, channel, source, language, day
