-- What the newest judged month says of each action: one row per brand and action, with its metric as measured after it and
-- before it, of the evidence named `levels`.
SELECT
    subject_brand AS brand,
    subject_item AS action_id,
    argMax(verdict, window_start) AS verdict,
    argMax(found.metric, window_start) AS metric,
    argMax(reason, window_start) AS reason,
    tupleElement(argMax(tuple(after), window_start), 1) AS after,
    tupleElement(argMax(tuple(before), window_start), 1) AS before
FROM
(
    SELECT subject_brand, subject_item, subject, metric, window_start, window_end, verdict, reason
    FROM indicators
    WHERE indicator = 'action_effect' AND window_end <= {to:DateTime64(3, 'UTC')}
) AS found
LEFT JOIN
(
    SELECT subject, metric, window_start, window_end, toNullable(value) AS after, toNullable(comparison) AS before
    FROM indicator_evidence
    WHERE indicator = 'action_effect' AND name = {levels:String}
) AS measured USING (subject, metric, window_start, window_end)
GROUP BY subject_brand, subject_item
ORDER BY brand, action_id
