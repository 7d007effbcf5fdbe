-- What landed since `since`, per source and hour in which it occurred: its newest landing and how much it is.
-- Of feedback, cases and facts alike: each may be what a judged window did not know.
SELECT source, toStartOfHour(occurred_at, 'UTC') AS hour, max(landed_at) AS newest_landing, count() AS events
FROM
(
    SELECT source, occurred_at, landed_at FROM feedback_snapshot WHERE landed_at >= {since:DateTime64(3, 'UTC')}
    UNION ALL
    SELECT source, occurred_at, landed_at FROM case_events WHERE landed_at >= {since:DateTime64(3, 'UTC')}
    UNION ALL
    SELECT source, occurred_at, landed_at FROM facts WHERE landed_at >= {since:DateTime64(3, 'UTC')}
)
WHERE occurred_at >= {from:DateTime64(3, 'UTC')}
GROUP BY source, hour
ORDER BY source, hour
