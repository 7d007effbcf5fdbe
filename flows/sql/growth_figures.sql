-- What each brand earned, and how many orders it had, in a quarter (`from` … `to`) and in that of a year before
-- (`year_from` … `year_to`): one row per brand, kind, currency and side. A fact of another length counts in proportion,
-- and facts that overlap are averaged; `covered` is the part of the quarter that facts speak of. Facts about a product,
-- place, channel, team or segment alone are left out.
SELECT
    brand,
    kind,
    currency,
    side.1 AS is_now,
    dateDiff('second', side.2, side.3) AS seconds,
    sum(overlap) / seconds AS covered,
    sum(value * overlap / dateDiff('second', period_start, period_end)) / sum(overlap) * seconds AS amount
FROM
(
    SELECT
        brand,
        kind,
        currency,
        value,
        period_start,
        period_end,
        side,
        dateDiff('second', greatest(period_start, side.2), least(period_end, side.3)) AS overlap
    FROM facts
    ARRAY JOIN
        [
            (true, {from:DateTime64(3, 'UTC')}, {to:DateTime64(3, 'UTC')}),
            (false, {year_from:DateTime64(3, 'UTC')}, {year_to:DateTime64(3, 'UTC')})
        ] AS side
    WHERE kind IN ('revenue', 'orders')
      AND brand IN {brands:Array(String)}
      AND product = '' AND location = '' AND channel = '' AND team = '' AND customer_segment = ''
      AND period_start < side.3
      AND period_end > side.2
      AND period_end > period_start
)
GROUP BY brand, kind, currency, side
ORDER BY brand, kind, currency, is_now
