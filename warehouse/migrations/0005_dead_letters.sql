-- sharded by: cityHash64(dead_letter_id)
CREATE TABLE IF NOT EXISTS dead_letters_landed
(
    dead_letter_id String COMMENT 'The same for the same refused message, however often it is refused',
    stage LowCardinality(String) COMMENT 'Where it was refused: push, score or land',
    origin LowCardinality(String) COMMENT 'The topic it was read from, or the source that pushed it',
    `partition` Nullable(Int32) COMMENT 'Its partition in the topic',
    `offset` Nullable(Int64) COMMENT 'Its offset in the partition',
    line Nullable(UInt64) COMMENT 'Its line in the pushed file, from 1',
    event_id String COMMENT 'The event''s id, empty where it could not be read',
    source LowCardinality(String) COMMENT 'The event''s source, empty where it could not be read',
    field LowCardinality(String) COMMENT 'The field that is wrong, empty for the message as a whole',
    reason LowCardinality(String) COMMENT 'Why it was refused, as a code',
    detail String COMMENT 'Why it was refused, in a sentence without the customer''s words',
    payload String CODEC(ZSTD(1)) COMMENT 'What was refused, as it came',
    failed_at DateTime64(3, 'UTC') COMMENT 'When it was refused (UTC)',
    schema_version UInt16 COMMENT 'The version of the dead letter''s schema',
    landed_at DateTime64(3, 'UTC') COMMENT 'When this row was landed (UTC)',
    version UInt64 COMMENT 'failed_at in ms: of a dead letter''s rows the highest is shown'
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY cityHash64(dead_letter_id) % 8
ORDER BY dead_letter_id
COMMENT 'One row per delivery of a dead letter, until merged: read the view dead_letters';

CREATE OR REPLACE VIEW dead_letters
(
    dead_letter_id String COMMENT 'The same for the same refused message, however often it is refused',
    stage LowCardinality(String) COMMENT 'Where it was refused: push, score or land',
    origin LowCardinality(String) COMMENT 'The topic it was read from, or the source that pushed it',
    `partition` Nullable(Int32) COMMENT 'Its partition in the topic',
    `offset` Nullable(Int64) COMMENT 'Its offset in the partition',
    line Nullable(UInt64) COMMENT 'Its line in the pushed file, from 1',
    event_id String COMMENT 'The event''s id, empty where it could not be read',
    source LowCardinality(String) COMMENT 'The event''s source, empty where it could not be read',
    field LowCardinality(String) COMMENT 'The field that is wrong, empty for the message as a whole',
    reason LowCardinality(String) COMMENT 'Why it was refused, as a code',
    detail String COMMENT 'Why it was refused, in a sentence without the customer''s words',
    payload_bytes UInt64 COMMENT 'The size of what was refused; the bytes themselves may hold personal data and are not shown here',
    failed_at DateTime64(3, 'UTC') COMMENT 'When it was refused (UTC)',
    schema_version UInt16 COMMENT 'The version of the dead letter''s schema',
    landed_at DateTime64(3, 'UTC') COMMENT 'When this row was landed (UTC)'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS SELECT
    dead_letter_id,
    stage,
    origin,
    `partition`,
    `offset`,
    line,
    event_id,
    source,
    field,
    reason,
    detail,
    length(payload) AS payload_bytes,
    failed_at,
    schema_version,
    landed_at
FROM dead_letters_landed FINAL
SETTINGS do_not_merge_across_partitions_select_final = 1
COMMENT 'Grain: one row per refused message';
