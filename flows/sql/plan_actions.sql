-- The newest version of each action that was known before `to`: one row per action.
SELECT
    action_id,
    argMax(event_id, told) AS event_id,
    argMax(brand, told) AS brand,
    argMax(name, told) AS name,
    argMax(objective, told) AS objective,
    argMax(action_type, told) AS action_type,
    argMax(cause, told) AS cause,
    argMax(topic, told) AS topic,
    argMax(product, told) AS product,
    argMax(location, told) AS location,
    argMax(team, told) AS team,
    argMax(channel, told) AS channel,
    argMax(metric, told) AS metric,
    argMax(owner, told) AS owner,
    argMax(start_at, told) AS start_at,
    tupleElement(argMax(tuple(due_at), told), 1) AS due_at,
    tupleElement(argMax(tuple(done_at), told), 1) AS done_at
FROM
(
    SELECT *, (occurred_at, received_at, event_id) AS told
    FROM facts
    WHERE kind = 'action' AND occurred_at < {to:DateTime64(3, 'UTC')}
)
GROUP BY action_id
ORDER BY action_id
