-- The action plan as it was known at `as_of`: of each action its newest version.
SELECT
    action_id,
    argMax(brand, version) AS brand,
    argMax(objective, version) AS objective,
    argMax(owner, version) AS owner,
    argMax(start_at, version) AS start_at,
    argMax(due_at, version) AS due_at,
    argMax(done_at, version) AS done_at
FROM
(
    SELECT *, (occurred_at, received_at, event_id) AS version
    FROM facts
    WHERE kind = 'action' AND action_id != '' AND occurred_at <= {as_of:DateTime64(3, 'UTC')}
)
GROUP BY action_id
ORDER BY isNull(due_at), due_at, action_id
