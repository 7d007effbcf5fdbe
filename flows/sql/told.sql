-- What each channel was told of each of these episodes, in that order.
SELECT episode_id, channel, state, severity, sent_at
FROM alerts_sent
WHERE episode_id IN {episodes:Array(String)}
ORDER BY episode_id, channel, sent_at
