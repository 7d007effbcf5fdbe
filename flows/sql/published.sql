-- Published figures about the sector or about a brand of ours: the newest of each source, sector, brand and metric that
-- is at most {years} years old. Points and per cent only: a mean of stars cannot be held against a share.
SELECT
    metric,
    figure_source,
    sector,
    brand,
    argMax(value, occurred_at) AS figure,
    argMax(toYear(ifNull(period_end - 1, occurred_at), 'UTC'), occurred_at) AS year,
    argMax(event_id, occurred_at) AS fact_id
FROM facts
WHERE kind = 'benchmark'
  AND occurred_at >= {to:DateTime64(3, 'UTC')} - toIntervalYear({years:UInt8})
  AND occurred_at < {to:DateTime64(3, 'UTC')}
  AND metric IN ('nps', 'csat')
  AND value BETWEEN if(metric = 'nps', -100, 0) AND 100
  AND lower(unit) IN ('', 'points', '%', 'percent', 'per cent')
  AND (brand = '' OR has({brands:Array(String)}, brand))
GROUP BY metric, figure_source, sector, brand
ORDER BY metric, figure_source, sector, brand
