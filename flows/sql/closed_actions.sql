-- Actions that were done in the two years before `to`, as they were told last, one row each: what they were against.
-- Those that name neither a cause nor a topic are left out: nothing says what would have to come back.
SELECT
    action_id,
    argMax(brand, at) AS brand,
    argMax(cause, at) AS cause,
    argMax(topic, at) AS topic,
    argMax(product, at) AS product,
    argMax(location, at) AS location,
    argMax(start_at, at) AS started,
    tupleElement(argMax(tuple(done_at), at), 1) AS done
FROM
(
    SELECT *, (occurred_at, received_at, event_id) AS at
    FROM facts
    WHERE kind = 'action'
)
GROUP BY action_id
HAVING done < {to:DateTime64(3, 'UTC')}
   AND done >= {to:DateTime64(3, 'UTC')} - INTERVAL 2 YEAR
   AND (cause != '' OR topic != '')
ORDER BY done, action_id
