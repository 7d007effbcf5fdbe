-- What each brand earned in a window, in the currency that covers most of it: one row per brand.
-- A quarter's fact counts for a month in proportion, and facts that overlap are averaged, not added. Facts about a
-- product, place, channel, team or segment alone are left out.
SELECT
    brand,
    currency,
    sum(value * overlap / length) / sum(overlap) * dateDiff('second', {from:DateTime64(3, 'UTC')}, {to:DateTime64(3, 'UTC')})
        AS amount
FROM
(
    SELECT
        brand,
        currency,
        value,
        dateDiff('second', period_start, period_end) AS length,
        dateDiff(
            'second',
            greatest(period_start, {from:DateTime64(3, 'UTC')}),
            least(period_end, {to:DateTime64(3, 'UTC')})
        ) AS overlap
    FROM facts
    WHERE kind = 'revenue'
      AND brand IN {brands:Array(String)}
      AND product = '' AND location = '' AND channel = '' AND team = '' AND customer_segment = ''
      AND period_start < {to:DateTime64(3, 'UTC')}
      AND period_end > {from:DateTime64(3, 'UTC')}
      AND period_end > period_start
)
GROUP BY brand, currency
ORDER BY brand, sum(overlap) DESC, currency
LIMIT 1 BY brand
