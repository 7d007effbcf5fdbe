-- The findings since `since` that change an episode: every loud one, and the first that ends what was loud before it.
-- All others change nothing, so they stay here.
SELECT *
FROM
(
    SELECT
        indicator,
        subject_brand,
        subject_topic,
        subject_channel,
        subject_source,
        subject_phrase,
        subject_language,
        subject_item,
        subject,
        metric,
        grain,
        window_start,
        window_end,
        verdict,
        value,
        change,
        unit,
        reason,
        lagInFrame(verdict IN {loud:Array(String)}) OVER (
            PARTITION BY indicator, subject, subject_topic, subject_channel, metric, grain
            ORDER BY window_end, window_start
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS was_loud
    FROM indicators
    WHERE window_end >= {since:DateTime64(3, 'UTC')}
      AND (verdict IN {loud:Array(String)} OR verdict IN {ending:Array(String)})
)
WHERE verdict IN {loud:Array(String)} OR was_loud
ORDER BY indicator, subject, subject_topic, subject_channel, metric, grain, window_end, window_start
