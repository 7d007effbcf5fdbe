-- What staff and managers believe bad experience to come from: per brand and cause the mean belief of the year up to
-- `to` as a share of its scale, weighted by how many people were asked (`people`).
SELECT
    brand,
    cause,
    sum(ifNull(sample_size, 1) * (value - scale_min) / (scale_max - scale_min)) / sum(ifNull(sample_size, 1)) AS belief,
    sum(ifNull(sample_size, 1)) AS people
FROM facts
WHERE kind = 'belief_score'
  AND cause != ''
  AND brand IN {brands:Array(String)}
  AND respondent_role IN ('employee', 'manager')
  AND occurred_at >= {since:DateTime64(3, 'UTC')}
  AND occurred_at < {to:DateTime64(3, 'UTC')}
  AND scale_max > scale_min
GROUP BY brand, cause
ORDER BY brand, cause
