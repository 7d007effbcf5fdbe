-- Numbers that count for a period (orders, customers, invitations sent), brought to windows: one row per brand, kind,
-- survey and window. `total` is the sum, by the days that fall into the window; `level` the mean over those days;
-- `covered` the share of the window for which there is a number. Where a total stands beside its parts (by product,
-- place, channel, team or segment), the total counts.
SELECT
    brand,
    kind,
    survey_id,
    toDate(edges.1, 'UTC') AS window_start,
    sum(number * (dateDiff('second', greatest(period_start, edges.1), least(period_end, edges.2)) AS shared)
        / dateDiff('second', period_start, period_end)) AS total,
    sum(number * shared) / sum(shared) AS level,
    sum(shared) / dateDiff('second', any(edges.1), any(edges.2)) AS covered
FROM
(
    SELECT
        brand,
        kind,
        survey_id,
        assumeNotNull(period_start) AS period_start,
        assumeNotNull(period_end) AS period_end,
        countIf(concat(product, location, channel, team, customer_segment) = '' AS is_whole) = 0 AS has_parts_alone,
        if(has_parts_alone, sum(value), sumIf(value, is_whole)) AS number
    FROM facts
    WHERE has({kinds:Array(String)}, kind)
      AND has({brands:Array(String)}, brand)
      AND period_start < period_end
      AND period_start < {to:DateTime64(3, 'UTC')}
      AND period_end > {from:DateTime64(3, 'UTC')}
    GROUP BY brand, kind, survey_id, period_start, period_end
)
ARRAY JOIN arrayZip({starts:Array(DateTime64(3, 'UTC'))}, {ends:Array(DateTime64(3, 'UTC'))}) AS edges
WHERE period_start < edges.2 AND period_end > edges.1
GROUP BY brand, kind, survey_id, edges
ORDER BY brand, kind, survey_id, edges
