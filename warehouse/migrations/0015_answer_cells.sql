-- The rollup that perception is judged by: answers per window, subject and stratum, counted once from the snapshot and
-- again when a month of theirs has changed. Distinct customers cannot be added up, so each level has rows of its own.
-- sharded by: cityHash64(brand)
CREATE TABLE IF NOT EXISTS answer_cells
(
    grain LowCardinality(String) COMMENT 'The length of the window: week, month or quarter',
    window_start Date COMMENT 'Start of the window (UTC)',
    level LowCardinality(String) COMMENT 'stratum, channel, day or total: what a row stands for within its subject',
    brand LowCardinality(String) COMMENT 'Whom the answers are about: ours or a rival''s',
    topic LowCardinality(String) COMMENT 'The topic they speak about, empty for all',
    metric LowCardinality(String) COMMENT 'nps, csat or net_sentiment',
    channel LowCardinality(String) COMMENT 'How they were given, empty above that level',
    source LowCardinality(String) COMMENT 'Who handed them over, empty above that level',
    language LowCardinality(String) COMMENT 'Their language, empty above that level',
    day Date COMMENT 'Their day (UTC), 1970-01-01 for all',
    n UInt64 COMMENT 'Answers',
    positive UInt64 COMMENT 'Of these: promoters, satisfied, or positive texts',
    negative UInt64 COMMENT 'Of these: detractors, not satisfied, or negative texts',
    customers UInt64 COMMENT 'Distinct customers among them',
    mark UInt64 COMMENT 'The fingerprint of the months that were counted: another one now means that this is out of date'
)
ENGINE = ReplacingMergeTree()
-- all that tells rows apart: what two runs at once count is the same, and there once
ORDER BY (grain, window_start, brand, topic, metric, level, channel, source, language, day)
COMMENT 'One row per cell of answers of a window, as cells.sql counts them';
