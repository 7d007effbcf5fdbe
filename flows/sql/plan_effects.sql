-- What the newest judged month says of each action: one row per brand and action.
SELECT
    subject_brand AS brand,
    subject_item AS action_id,
    argMax(verdict, window_start) AS verdict,
    argMax(metric, window_start) AS metric,
    argMax(unit, window_start) AS unit,
    tupleElement(argMax(tuple(value), window_start), 1) AS value,
    tupleElement(argMax(tuple(comparison), window_start), 1) AS comparison,
    argMax(reason, window_start) AS reason
FROM indicators
WHERE indicator = 'action_effect' AND window_end <= {to:DateTime64(3, 'UTC')}
GROUP BY subject_brand, subject_item
ORDER BY brand, action_id
