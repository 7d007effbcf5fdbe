-- Who answered a survey: distinct customers, one row per brand, survey and window.
SELECT
    brand,
    survey_id,
    if({grain:String} = 'week', toMonday(occurred_at, 'UTC'), toStartOfMonth(occurred_at, 'UTC')) AS window_start,
    uniqExact(customer) AS customers,
    sumMap([source], [toUInt64(1)]) AS by_source
FROM feedback_snapshot
WHERE occurred_at >= {from:DateTime64(3, 'UTC')}
  AND occurred_at < {to:DateTime64(3, 'UTC')}
  AND kind = 'survey'
  AND has({brands:Array(String)}, brand)
  AND has({surveys:Array(String)}, survey_id)
GROUP BY brand, survey_id, window_start
ORDER BY brand, survey_id, window_start
