-- The episodes that windows since `since` may belong to, as they were written last.
SELECT *
FROM episodes
WHERE last_seen >= {since:DateTime64(3, 'UTC')}
ORDER BY first_seen, episode_id
