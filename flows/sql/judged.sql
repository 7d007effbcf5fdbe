-- Windows that the named indicators have judged, by grain, since `from`: when the longest ago of their findings was computed.
SELECT grain, window_start, min(computed_at) AS judged_at
FROM indicators
WHERE indicator IN {names:Array(String)} AND window_start >= {from:DateTime64(3, 'UTC')}
GROUP BY grain, window_start
ORDER BY grain, window_start
