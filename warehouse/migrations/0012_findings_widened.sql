-- What may be judged grows: other subjects, other windows, other verdicts. Of rows landed before this, the grain is told by
-- the window's length, `subject` alone names a source or a phrase, and unit and harm are not known.
ALTER TABLE indicator_results ADD COLUMN IF NOT EXISTS subject_source LowCardinality(String) COMMENT 'The source it is about, empty for none' AFTER subject_channel;
ALTER TABLE indicator_results ADD COLUMN IF NOT EXISTS subject_phrase String COMMENT 'The customers'' words it is about, empty for none' AFTER subject_source;
ALTER TABLE indicator_results ADD COLUMN IF NOT EXISTS subject_language LowCardinality(String) COMMENT 'The language of those words, empty for none' AFTER subject_phrase;
ALTER TABLE indicator_results ADD COLUMN IF NOT EXISTS subject_item String COMMENT 'What else it is about: a goal, an action, a price change, a team, a cause and place; empty for none' AFTER subject_language;
ALTER TABLE indicator_results ADD COLUMN IF NOT EXISTS grain LowCardinality(String) DEFAULT multiIf(
    window_end <= window_start + INTERVAL 1 HOUR, 'hour',
    window_end <= window_start + INTERVAL 1 DAY, 'day',
    window_end <= window_start + INTERVAL 7 DAY, 'week',
    window_end <= window_start + INTERVAL 31 DAY, 'month',
    window_end <= window_start + INTERVAL 92 DAY, 'quarter',
    'half_year'
) COMMENT 'The length of the window: hour, day, week, month, quarter or half_year' AFTER window_end;
ALTER TABLE indicator_results ADD COLUMN IF NOT EXISTS unit LowCardinality(String) COMMENT 'What a change is counted in, such as points, empty if unsaid' AFTER change;
ALTER TABLE indicator_results ADD COLUMN IF NOT EXISTS harm Nullable(Float64) COMMENT 'The change, turned so that more is worse, in the same unit' AFTER unit;
ALTER TABLE indicator_results COMMENT COLUMN subject 'All that it is about, joined for reading';
ALTER TABLE indicator_results COMMENT COLUMN n 'What was counted in the window: independent customers, or what the indicator counts, such as texts, cases, orders or days';
ALTER TABLE indicator_results COMMENT COLUMN verdict 'no_data, incomplete, insufficient_data, critical, warning, watch, improved, ok or inconclusive; of strengths and opportunities also strong, emerging or none; of goals also achieved, missed, on_track or behind';
ALTER TABLE indicator_results COMMENT COLUMN severity 'For sorting: 4 critical, 3 warning or missed, 2 watch or behind, 1 improved or achieved, else 0';
ALTER TABLE indicator_evidence_landed COMMENT COLUMN kind 'topic, channel, stratum, cause, location, product, team, rival, fact, question, phrase or action';
ALTER TABLE indicator_evidence_landed COMMENT COLUMN name 'Which topic, channel, stratum and so on';
ALTER TABLE indicator_evidence_landed COMMENT COLUMN n 'What was counted in the window: independent customers, or what the indicator counts';
ALTER TABLE indicator_evidence_landed COMMENT COLUMN n_comparison 'The same in what it is compared with';

-- GLOBAL: on a cluster the marks are read once, by whoever asks; on one server it changes nothing.
CREATE OR REPLACE VIEW indicators
(
    indicator LowCardinality(String) COMMENT 'The indicator, such as perception_drop',
    subject_brand LowCardinality(String) COMMENT 'The brand it is about, empty for none',
    subject_topic LowCardinality(String) COMMENT 'The topic it is about, empty for all',
    subject_channel LowCardinality(String) COMMENT 'The channel it is about, empty for all',
    subject_source LowCardinality(String) COMMENT 'The source it is about, empty for none',
    subject_phrase String COMMENT 'The customers'' words it is about, empty for none',
    subject_language LowCardinality(String) COMMENT 'The language of those words, empty for none',
    subject_item String COMMENT 'What else it is about: a goal, an action, a price change, a team, a cause and place; empty for none',
    subject String COMMENT 'All that it is about, joined for reading',
    metric LowCardinality(String) COMMENT 'What is measured, such as nps or net_sentiment',
    window_start DateTime64(3, 'UTC') COMMENT 'Start of the window (UTC, included)',
    window_end DateTime64(3, 'UTC') COMMENT 'End of the window (UTC, excluded)',
    grain LowCardinality(String) COMMENT 'The length of the window: hour, day, week, month, quarter or half_year',
    value Nullable(Float64) COMMENT 'The metric in the window; perception_yoy: at the mix of a year before; perception_trend: where its line ends',
    comparison Nullable(Float64) COMMENT 'The metric in what it is compared with; perception_trend: where its line begins',
    change Nullable(Float64) COMMENT 'value minus comparison',
    unit LowCardinality(String) COMMENT 'What a change is counted in, such as points, empty if unsaid',
    harm Nullable(Float64) COMMENT 'The change, turned so that more is worse, in the same unit',
    ci_low Nullable(Float64) COMMENT 'Lower limit of the change''s interval',
    ci_high Nullable(Float64) COMMENT 'Upper limit of the change''s interval',
    n UInt64 COMMENT 'What was counted in the window: independent customers, or what the indicator counts, such as texts, cases, orders or days',
    n_comparison UInt64 COMMENT 'The same in what it is compared with',
    test LowCardinality(String) COMMENT 'The statistical test, empty where none applies',
    p_value Nullable(Float64) COMMENT 'The test''s p',
    q_value Nullable(Float64) COMMENT 'p after control of false discoveries within the family',
    family_id String COMMENT 'The family of tests that q was controlled in',
    family_size UInt32 COMMENT 'Tests in the family',
    verdict LowCardinality(String) COMMENT 'no_data, incomplete, insufficient_data, critical, warning, watch, improved, ok or inconclusive; of strengths and opportunities also strong, emerging or none; of goals also achieved, missed, on_track or behind',
    severity UInt8 COMMENT 'For sorting: 4 critical, 3 warning or missed, 2 watch or behind, 1 improved or achieved, else 0',
    reason String COMMENT 'The verdict in one sentence',
    detectable_change Nullable(Float64) COMMENT 'The change that these n could have shown',
    n_needed Nullable(UInt64) COMMENT 'The n that would show the change that matters',
    decomposition_within Nullable(Float64) COMMENT 'Part of the change that happened within channels, sources and languages',
    decomposition_mix Nullable(Float64) COMMENT 'Part of the change that comes from their mix',
    decomposition_interaction Nullable(Float64) COMMENT 'The rest of the change',
    formula_version LowCardinality(String) COMMENT 'The version of the indicator''s formula',
    sentiment_version LowCardinality(String) COMMENT 'The version of the sentiment scoring in the rows read, empty where none was read',
    taxonomy_version LowCardinality(String) COMMENT 'The version of the topics and brands in the rows read, empty where none was read',
    input_watermark Nullable(DateTime64(3, 'UTC')) COMMENT 'The newest landing among the rows read (UTC)',
    run_id String COMMENT 'The run that computed it',
    computed_at DateTime64(3, 'UTC') COMMENT 'When the run computed it (UTC)'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS SELECT
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
    window_start,
    window_end,
    grain,
    value,
    comparison,
    change,
    unit,
    harm,
    ci_low,
    ci_high,
    n,
    n_comparison,
    test,
    p_value,
    q_value,
    family_id,
    family_size,
    verdict,
    severity,
    reason,
    detectable_change,
    n_needed,
    decomposition_within,
    decomposition_mix,
    decomposition_interaction,
    formula_version,
    sentiment_version,
    taxonomy_version,
    input_watermark,
    run_id,
    computed_at
FROM indicator_results FINAL
WHERE (indicator, metric, window_start, window_end, run_id) GLOBAL IN (
    SELECT indicator, metric, window_start, window_end, argMax(run_id, (computed_at, run_id))
    FROM indicator_runs
    GROUP BY indicator, metric, window_start, window_end
)
COMMENT 'Grain: one row per finding (indicator, subject, metric, window) of the latest completed run';

CREATE OR REPLACE VIEW indicators_history
(
    indicator LowCardinality(String) COMMENT 'The indicator, such as perception_drop',
    subject_brand LowCardinality(String) COMMENT 'The brand it is about, empty for none',
    subject_topic LowCardinality(String) COMMENT 'The topic it is about, empty for all',
    subject_channel LowCardinality(String) COMMENT 'The channel it is about, empty for all',
    subject_source LowCardinality(String) COMMENT 'The source it is about, empty for none',
    subject_phrase String COMMENT 'The customers'' words it is about, empty for none',
    subject_language LowCardinality(String) COMMENT 'The language of those words, empty for none',
    subject_item String COMMENT 'What else it is about: a goal, an action, a price change, a team, a cause and place; empty for none',
    subject String COMMENT 'All that it is about, joined for reading',
    metric LowCardinality(String) COMMENT 'What is measured, such as nps or net_sentiment',
    window_start DateTime64(3, 'UTC') COMMENT 'Start of the window (UTC, included)',
    window_end DateTime64(3, 'UTC') COMMENT 'End of the window (UTC, excluded)',
    grain LowCardinality(String) COMMENT 'The length of the window: hour, day, week, month, quarter or half_year',
    value Nullable(Float64) COMMENT 'The metric in the window; perception_yoy: at the mix of a year before; perception_trend: where its line ends',
    comparison Nullable(Float64) COMMENT 'The metric in what it is compared with; perception_trend: where its line begins',
    change Nullable(Float64) COMMENT 'value minus comparison',
    unit LowCardinality(String) COMMENT 'What a change is counted in, such as points, empty if unsaid',
    harm Nullable(Float64) COMMENT 'The change, turned so that more is worse, in the same unit',
    ci_low Nullable(Float64) COMMENT 'Lower limit of the change''s interval',
    ci_high Nullable(Float64) COMMENT 'Upper limit of the change''s interval',
    n UInt64 COMMENT 'What was counted in the window: independent customers, or what the indicator counts, such as texts, cases, orders or days',
    n_comparison UInt64 COMMENT 'The same in what it is compared with',
    test LowCardinality(String) COMMENT 'The statistical test, empty where none applies',
    p_value Nullable(Float64) COMMENT 'The test''s p',
    q_value Nullable(Float64) COMMENT 'p after control of false discoveries within the family',
    family_id String COMMENT 'The family of tests that q was controlled in',
    family_size UInt32 COMMENT 'Tests in the family',
    verdict LowCardinality(String) COMMENT 'no_data, incomplete, insufficient_data, critical, warning, watch, improved, ok or inconclusive; of strengths and opportunities also strong, emerging or none; of goals also achieved, missed, on_track or behind',
    severity UInt8 COMMENT 'For sorting: 4 critical, 3 warning or missed, 2 watch or behind, 1 improved or achieved, else 0',
    reason String COMMENT 'The verdict in one sentence',
    detectable_change Nullable(Float64) COMMENT 'The change that these n could have shown',
    n_needed Nullable(UInt64) COMMENT 'The n that would show the change that matters',
    decomposition_within Nullable(Float64) COMMENT 'Part of the change that happened within channels, sources and languages',
    decomposition_mix Nullable(Float64) COMMENT 'Part of the change that comes from their mix',
    decomposition_interaction Nullable(Float64) COMMENT 'The rest of the change',
    formula_version LowCardinality(String) COMMENT 'The version of the indicator''s formula',
    sentiment_version LowCardinality(String) COMMENT 'The version of the sentiment scoring in the rows read, empty where none was read',
    taxonomy_version LowCardinality(String) COMMENT 'The version of the topics and brands in the rows read, empty where none was read',
    input_watermark Nullable(DateTime64(3, 'UTC')) COMMENT 'The newest landing among the rows read (UTC)',
    run_id String COMMENT 'The run that computed it',
    computed_at DateTime64(3, 'UTC') COMMENT 'When the run computed it (UTC)'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS SELECT
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
    window_start,
    window_end,
    grain,
    value,
    comparison,
    change,
    unit,
    harm,
    ci_low,
    ci_high,
    n,
    n_comparison,
    test,
    p_value,
    q_value,
    family_id,
    family_size,
    verdict,
    severity,
    reason,
    detectable_change,
    n_needed,
    decomposition_within,
    decomposition_mix,
    decomposition_interaction,
    formula_version,
    sentiment_version,
    taxonomy_version,
    input_watermark,
    run_id,
    computed_at
FROM indicator_results FINAL
WHERE (indicator, metric, window_start, window_end, run_id) GLOBAL IN (
    SELECT indicator, metric, window_start, window_end, run_id FROM indicator_runs
)
COMMENT 'Grain: one row per finding (indicator, subject, metric, window) and completed run';

CREATE OR REPLACE VIEW indicator_evidence
(
    indicator LowCardinality(String) COMMENT 'The indicator whose finding this explains',
    subject String COMMENT 'The finding''s subject',
    metric LowCardinality(String) COMMENT 'The finding''s metric',
    window_start DateTime64(3, 'UTC') COMMENT 'Start of the finding''s window (UTC, included)',
    window_end DateTime64(3, 'UTC') COMMENT 'End of the finding''s window (UTC, excluded)',
    run_id String COMMENT 'The run that computed it',
    rank UInt16 COMMENT '1 explains most',
    kind LowCardinality(String) COMMENT 'topic, channel, stratum, cause, location, product, team, rival, fact, question, phrase or action',
    name String COMMENT 'Which topic, channel, stratum and so on',
    value Nullable(Float64) COMMENT 'Its value in the window',
    comparison Nullable(Float64) COMMENT 'Its value in what the window is compared with',
    change Nullable(Float64) COMMENT 'value minus comparison',
    n UInt64 COMMENT 'What was counted in the window: independent customers, or what the indicator counts',
    n_comparison UInt64 COMMENT 'The same in what it is compared with',
    example_event_ids Array(String) COMMENT 'Events to read, by id in the view feedback',
    computed_at DateTime64(3, 'UTC') COMMENT 'When the run computed it (UTC)'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS SELECT
    indicator,
    subject,
    metric,
    window_start,
    window_end,
    run_id,
    rank,
    kind,
    name,
    value,
    comparison,
    change,
    n,
    n_comparison,
    example_event_ids,
    computed_at
FROM indicator_evidence_landed FINAL
WHERE (indicator, metric, window_start, window_end, run_id) GLOBAL IN (
    SELECT indicator, metric, window_start, window_end, argMax(run_id, (computed_at, run_id))
    FROM indicator_runs
    GROUP BY indicator, metric, window_start, window_end
)
COMMENT 'Grain: one row per finding of the view indicators and piece of evidence';
