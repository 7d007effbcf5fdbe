-- Customers who left between `start` and `to`, per brand, and how many of them had complained since `from`, in any way: by
-- a case or in a text, asked or not. `complainers`: all who complained and are known by a reference; where there are
-- none, nobody's complaint could be found.
WITH complaints AS
(
    SELECT brand, customer_ref, min(at) AS first_at
    FROM
    (
        SELECT brand, customer_ref, occurred_at AS at
        FROM feedback_snapshot
        WHERE occurred_at >= {from:DateTime64(3, 'UTC')}
          AND occurred_at < {to:DateTime64(3, 'UTC')}
          AND brand IN {brands:Array(String)}
          AND respondent_role = 'customer'
          AND customer_ref != ''
          AND has(intents, 'complaint')
        UNION ALL
        SELECT brand, customer_ref, assumeNotNull(first_received_at) AS at
        FROM cases
        WHERE first_received_at >= {from:DateTime64(3, 'UTC')}
          AND first_received_at < {to:DateTime64(3, 'UTC')}
          AND brand IN {brands:Array(String)}
          AND customer_ref != ''
          AND kind = 'complaint'
          AND origin = 'customer'
    )
    GROUP BY brand, customer_ref
)
SELECT gone.brand AS brand, count() AS lapsed, countIf(told.first_at > 0 AND told.first_at <= gone.left_at) AS complained,
    any(known.complainers) AS complainers
FROM
(
    SELECT brand, customer_ref, max(occurred_at) AS left_at
    FROM facts
    WHERE kind = 'customer_lapsed'
      AND occurred_at >= {start:DateTime64(3, 'UTC')}
      AND occurred_at < {to:DateTime64(3, 'UTC')}
      AND brand IN {brands:Array(String)}
      AND customer_ref != ''
    GROUP BY brand, customer_ref
) AS gone
LEFT JOIN complaints AS told ON told.brand = gone.brand AND told.customer_ref = gone.customer_ref
LEFT JOIN (SELECT brand, count() AS complainers FROM complaints GROUP BY brand) AS known ON known.brand = gone.brand
GROUP BY brand
ORDER BY brand
