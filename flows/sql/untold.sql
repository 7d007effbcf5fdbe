-- Episodes that somebody may have to be told of: open ones, and those that are over of which something was told.
SELECT
    episode_id,
    indicator,
    quadrant,
    subject,
    subject_brand,
    subject_topic,
    subject_channel,
    subject_source,
    subject_item,
    subject_phrase != '' AS is_phrase,
    metric,
    grain,
    state,
    severity,
    peak_severity,
    first_seen,
    window_end,
    reason,
    owner,
    acknowledged_at
FROM episodes
WHERE state NOT IN ('lapsed', 'withdrawn')
  AND dismissed_at IS NULL
  AND (state != 'recovered' OR episode_id IN (SELECT episode_id FROM alerts_sent))
ORDER BY severity DESC, first_seen, episode_id
