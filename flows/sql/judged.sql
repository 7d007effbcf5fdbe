-- Windows since `from` that complete runs have judged by all of the named indicators, whatever they found: when the longest
-- ago of those was computed.
SELECT window_start, window_end, min(newest) AS judged_at
FROM
(
    SELECT indicator, window_start, window_end, max(computed_at) AS newest
    FROM indicator_runs
    WHERE indicator IN {names:Array(String)} AND window_start >= {from:DateTime64(3, 'UTC')}
    GROUP BY indicator, window_start, window_end
)
GROUP BY window_start, window_end
HAVING count() = length({names:Array(String)})
ORDER BY window_start, window_end
