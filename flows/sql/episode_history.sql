-- The findings since `since` that change an episode: every loud one, the first that ends what was loud before it, the
-- first that is judged at all ({unjudged} are not) after a loud one, and the last word on what was loud: a verdict after
-- which so many windows of its length were judged without another ({patience}, by {grains}, each at most so many {days}
-- long); `lapses_at` is the end of the last of those. All others change nothing, so they stay here; that there is no data
-- is no verdict.
WITH
    runs AS
    (
        SELECT
            indicator,
            metric,
            arrayFirstIndex(longest -> dateDiff('hour', window_start, window_end) <= longest * 24, {days:Array(Float64)}) AS at,
            arraySort(groupUniqArray(window_end)) AS ends
        FROM indicator_runs
        WHERE window_end >= {since:DateTime64(3, 'UTC')}
        GROUP BY indicator, metric, at
    ),
    followed AS
    (
        SELECT
            indicator,
            metric,
            {grains:Array(String)}[at] AS grain,
            window_end,
            place + {patience:Array(UInt8)}[at] AS last,
            if(last > length(ends), NULL, ends[last]) AS patience_ends
        FROM runs
        ARRAY JOIN ends AS window_end, arrayEnumerate(ends) AS place
    )
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
    if(next > patience_ends, patience_ends, NULL) AS lapses_at
FROM
(
    SELECT
        *,
        last_value(multiIf(verdict IN {loud:Array(String)}, true, verdict IN {ending:Array(String)}, false, NULL)) IGNORE NULLS OVER (
            PARTITION BY indicator, subject, subject_topic, subject_channel, metric, grain
            ORDER BY window_end, window_start
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS was_loud,
        last_value(if(verdict IN {unjudged:Array(String)}, NULL, verdict IN {loud:Array(String)})) IGNORE NULLS OVER (
            PARTITION BY indicator, subject, subject_topic, subject_channel, metric, grain
            ORDER BY window_end, window_start
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS is_after_loud,
        leadInFrame(window_end, 1, toDateTime64('2299-12-31', 3, 'UTC')) OVER (
            PARTITION BY indicator, subject, subject_topic, subject_channel, metric, grain
            ORDER BY window_end, window_start
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS next
    FROM indicators
    LEFT JOIN followed USING (indicator, metric, grain, window_end)
    WHERE window_end >= {since:DateTime64(3, 'UTC')} AND verdict != 'no_data'
)
WHERE verdict IN {loud:Array(String)}
   OR (was_loud AND (verdict IN {ending:Array(String)} OR lapses_at IS NOT NULL))
   OR (was_loud AND is_after_loud AND NOT verdict IN {unjudged:Array(String)})
ORDER BY indicator, subject, subject_topic, subject_channel, metric, grain, window_end, window_start
