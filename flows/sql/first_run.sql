-- When the first complete run of any flow was computed.
SELECT minOrNull(computed_at) AS computed_at
FROM indicator_runs
