-- Brands' sources that come in batches: over the time before `to`, from their first text on, something came on at most one
-- day in seven, and on half of such days at least ten texts. A quiet source has as many days, and a text or two on each.
SELECT brand, source
FROM
(
    SELECT brand, source, toDate(occurred_at) AS day, count() AS texts
    FROM feedback_snapshot
    WHERE occurred_at >= {from:DateTime64(3, 'UTC')}
      AND occurred_at < {to:DateTime64(3, 'UTC')}
      AND brand IN {brands:Array(String)}
      AND respondent_role = 'customer'
      AND has_text
    GROUP BY brand, source, day
)
GROUP BY brand, source
HAVING count() > 1
   AND count() * 7 <= dateDiff('day', min(day), toDate({to:DateTime64(3, 'UTC')}))
   AND quantileExactLow(texts) >= 10
ORDER BY brand, source
