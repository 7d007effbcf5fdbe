-- What landed since `since`, per source and hour in which it occurred: its newest landing and how much it is.
-- Of feedback, cases and facts alike: each may be what a judged window did not know. A fact of a period counts in all of
-- it, an order when it was promised too: `hour` to `until` is when it counts, both included.
SELECT source, toStartOfHour(at, 'UTC') AS hour, toStartOfHour(last, 'UTC') AS until, max(landed_at) AS newest_landing,
    count() AS events
FROM
(
    SELECT source, occurred_at AS at, occurred_at AS last, landed_at
    FROM feedback_snapshot
    WHERE landed_at >= {since:DateTime64(3, 'UTC')}
    UNION ALL
    SELECT source, occurred_at, occurred_at, landed_at FROM case_events WHERE landed_at >= {since:DateTime64(3, 'UTC')}
    UNION ALL
    SELECT source, counted.1, counted.2, landed_at
    FROM facts
    ARRAY JOIN arrayFilter(span -> isNotNull(span.1), [
        (toNullable(occurred_at), toNullable(occurred_at)),
        (promised_at, promised_at),
        (period_start, ifNull(period_end - toIntervalMillisecond(1), period_start))
    ]) AS counted
    WHERE landed_at >= {since:DateTime64(3, 'UTC')}
)
WHERE until >= {from:DateTime64(3, 'UTC')}
GROUP BY source, hour, until
ORDER BY source, hour, until
