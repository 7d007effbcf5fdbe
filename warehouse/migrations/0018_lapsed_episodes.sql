-- An episode whose subject is judged no longer has a state of its own.
ALTER TABLE episodes_landed COMMENT COLUMN state 'new, ongoing, worse (a strength or opportunity: stronger), recovered (it is over), withdrawn: computed anew, it is not found any more, or lapsed: no longer judged, neither open nor over';

CREATE OR REPLACE VIEW episodes
(
    episode_id String COMMENT 'A hash of indicator, subject, metric, grain and first window: the same however often it is computed',
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
    grain LowCardinality(String) COMMENT 'The length of its windows: hour, day, week, month, quarter or half_year',
    quadrant LowCardinality(String) COMMENT 'What it is to us, as the indicator''s group says: threat, weakness, opportunity, strength, goal, data trust and so on; rival where a rival''s perception moved',
    state LowCardinality(String) COMMENT 'new, ongoing, worse (a strength or opportunity: stronger), recovered (it is over), withdrawn: computed anew, it is not found any more, or lapsed: no longer judged, neither open nor over',
    state_since DateTime64(3, 'UTC') COMMENT 'End of the window that brought the state (UTC)',
    verdict LowCardinality(String) COMMENT 'The newest verdict that counted, as in indicators: a loud one, or the one that ended it',
    severity UInt8 COMMENT 'For sorting, of that verdict: 4 critical, 3 warning or missed, 2 watch, behind or strong, 1 improved, achieved or emerging, else 0',
    peak_severity UInt8 COMMENT 'The highest severity that it has had',
    first_seen DateTime64(3, 'UTC') COMMENT 'End of its first loud window (UTC)',
    last_seen DateTime64(3, 'UTC') COMMENT 'End of its newest loud window (UTC)',
    recovered_at Nullable(DateTime64(3, 'UTC')) COMMENT 'End of the window that ended it, null until then (UTC)',
    windows UInt32 COMMENT 'Its loud windows',
    window_start DateTime64(3, 'UTC') COMMENT 'Start of the window of the newest verdict that counted (UTC, included)',
    window_end DateTime64(3, 'UTC') COMMENT 'End of that window (UTC, excluded)',
    value Nullable(Float64) COMMENT 'The metric in that window',
    change Nullable(Float64) COMMENT 'The metric''s change in that window',
    unit LowCardinality(String) COMMENT 'What a change is counted in, such as points, empty if unsaid',
    reason String COMMENT 'The verdict in one sentence',
    run_id String COMMENT 'The run that wrote this',
    computed_at DateTime64(3, 'UTC') COMMENT 'When the findings behind this were read (UTC)',
    owner LowCardinality(String) COMMENT 'Who sees to it: a role or a team, empty for nobody',
    acknowledged_at Nullable(DateTime64(3, 'UTC')) COMMENT 'When somebody last said that it is seen, null if nobody did (UTC)',
    acknowledged_by LowCardinality(String) COMMENT 'The role or team that said so, empty if unsaid',
    dismissed_at Nullable(DateTime64(3, 'UTC')) COMMENT 'When it was called a false alarm, null if it was not, or was reopened since (UTC)',
    dismissed_by LowCardinality(String) COMMENT 'The role or team that said so, empty if unsaid',
    dismissed_reason String COMMENT 'Why it was called that, else empty'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS SELECT
    e.episode_id AS episode_id,
    e.indicator AS indicator,
    e.subject_brand AS subject_brand,
    e.subject_topic AS subject_topic,
    e.subject_channel AS subject_channel,
    e.subject_source AS subject_source,
    e.subject_phrase AS subject_phrase,
    e.subject_language AS subject_language,
    e.subject_item AS subject_item,
    e.subject AS subject,
    e.metric AS metric,
    e.grain AS grain,
    e.quadrant AS quadrant,
    e.state AS state,
    e.state_since AS state_since,
    e.verdict AS verdict,
    e.severity AS severity,
    e.peak_severity AS peak_severity,
    e.first_seen AS first_seen,
    e.last_seen AS last_seen,
    e.recovered_at AS recovered_at,
    e.windows AS windows,
    e.window_start AS window_start,
    e.window_end AS window_end,
    e.value AS value,
    e.change AS change,
    e.unit AS unit,
    e.reason AS reason,
    e.run_id AS run_id,
    e.computed_at AS computed_at,
    n.owner AS owner,
    n.acknowledged_at AS acknowledged_at,
    n.acknowledged_by AS acknowledged_by,
    n.dismissed_at AS dismissed_at,
    n.dismissed_by AS dismissed_by,
    n.dismissed_reason AS dismissed_reason
FROM episodes_landed AS e FINAL
GLOBAL LEFT JOIN
(
    SELECT
        episode_id,
        argMaxIf(owner, (noted_at, note_id), kind = 'assign') AS owner,
        maxOrNullIf(noted_at, kind = 'ack') AS acknowledged_at,
        argMaxIf(who, (noted_at, note_id), kind = 'ack') AS acknowledged_by,
        argMaxIf(kind, (noted_at, note_id), kind IN ('dismiss', 'reopen')) = 'dismiss' AS is_dismissed,
        if(is_dismissed, maxOrNullIf(noted_at, kind = 'dismiss'), NULL) AS dismissed_at,
        if(is_dismissed, argMaxIf(who, (noted_at, note_id), kind = 'dismiss'), '') AS dismissed_by,
        if(is_dismissed, argMaxIf(reason, (noted_at, note_id), kind = 'dismiss'), '') AS dismissed_reason
    FROM episode_notes
    GROUP BY episode_id
) AS n ON n.episode_id = e.episode_id
SETTINGS join_use_nulls = 0
COMMENT 'Grain: one row per episode, as it stands now, with what people said of it last';
