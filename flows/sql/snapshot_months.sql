-- The months (yyyymm) of the snapshot, each with the fingerprint of its events and their versions.
SELECT toYYYYMM(occurred_at) AS month, sum(cityHash64(event_id, version)) AS mark
FROM feedback_snapshot
GROUP BY month
ORDER BY month
