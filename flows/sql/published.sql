-- Published figures about a sector or about a brand of ours: the newest of each source, sector, brand and metric that is
-- at most {years} years old. A figure is as old as what it measured, where its period is told: an old one told anew stays
-- old. Points and per cent only: a mean of stars cannot be held against a share.
SELECT
    metric,
    figure_source,
    sector,
    brand,
    argMax((value, ifNull(period_end - 1, occurred_at), event_id), (ifNull(period_end, occurred_at), occurred_at, received_at))
        AS newest,
    newest.1 AS figure,
    toYear(newest.2, 'UTC') AS year,
    newest.3 AS fact_id
FROM facts
WHERE kind = 'benchmark'
  AND ifNull(period_end, occurred_at) >= {to:DateTime64(3, 'UTC')} - toIntervalYear({years:UInt8})
  AND occurred_at < {to:DateTime64(3, 'UTC')}
  AND metric IN ('nps', 'csat')
  AND value BETWEEN if(metric = 'nps', -100, 0) AND 100
  AND lower(unit) IN ('', 'points', '%', 'percent', 'per cent')
  AND (brand = '' OR has({brands:Array(String)}, brand))
GROUP BY metric, figure_source, sector, brand
ORDER BY metric, figure_source, sector, brand
