-- The newest answer to each question of the practice audit at `to`, per brand: 0 no to 1 yes, when, where it can be seen.
SELECT
    brand,
    question_id,
    argMax(told.answer, (occurred_at, received_at)) AS answer,
    max(occurred_at) AS answered_at,
    argMax(told.url, (occurred_at, received_at)) AS url,
    argMax(told.event_id, (occurred_at, received_at)) AS event_id
FROM facts AS told
WHERE kind = 'audit_answer'
  AND occurred_at < {to:DateTime64(3, 'UTC')}
  AND brand IN {brands:Array(String)}
  AND isNotNull(told.answer)
GROUP BY brand, question_id
ORDER BY brand, question_id
