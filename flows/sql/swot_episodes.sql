-- Episodes that had begun by `as_of`, were not over or lapsed then and are not called a false alarm: a row each, the worst first.
SELECT *
FROM episodes
WHERE first_seen <= {as_of:DateTime64(3, 'UTC')}
  AND state != 'withdrawn'
  AND (recovered_at IS NULL OR recovered_at > {as_of:DateTime64(3, 'UTC')})
  AND (state != 'lapsed' OR state_since > {as_of:DateTime64(3, 'UTC')})
  AND (dismissed_at IS NULL OR dismissed_at > {as_of:DateTime64(3, 'UTC')})
ORDER BY severity DESC, first_seen, subject, indicator, metric, grain
