-- How new the rows are that were read, and the versions that scored them.
SELECT count() AS events, max(landed_at) AS landed_at
FROM feedback
WHERE occurred_at >= {from:DateTime64(3, 'UTC')} AND occurred_at < {to:DateTime64(3, 'UTC')}
