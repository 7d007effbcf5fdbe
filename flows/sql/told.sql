-- What each channel was told of each of these episodes.
SELECT episode_id, channel, state, max(severity) AS severity
FROM alerts_sent
WHERE episode_id IN {episodes:Array(String)}
GROUP BY episode_id, channel, state
ORDER BY episode_id, channel, state
