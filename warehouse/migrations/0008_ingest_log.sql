-- What was pushed. What was landed needs no log of its own: every row of feedback and dead_letters carries landed_at.
-- sharded by: cityHash64(push_id)
CREATE TABLE IF NOT EXISTS ingest_log_landed
(
    push_id String COMMENT 'The push, one id per attempt',
    file_name String COMMENT 'The pushed file''s name without folder and ending, - for standard input',
    file_hash String COMMENT 'A hash of the file''s bytes, empty where they were not all read',
    map_name LowCardinality(String) COMMENT 'The map that was applied, empty for none',
    source LowCardinality(String) COMMENT 'The source of its events, empty where rows name their own',
    history Bool COMMENT 'Pushed as history: dates over five years back were admitted',
    status LowCardinality(String) COMMENT 'running, complete or failed',
    rows_read UInt64 COMMENT 'Rows read',
    rows_accepted UInt64 COMMENT 'Rows that the broker has taken as events',
    rows_refused UInt64 COMMENT 'Rows refused, each a dead letter',
    bytes_read UInt64 COMMENT 'Bytes read',
    started_at DateTime64(3, 'UTC') COMMENT 'When the push started (UTC)',
    finished_at Nullable(DateTime64(3, 'UTC')) COMMENT 'When the push ended (UTC), null while it runs',
    version UInt64 COMMENT 'When this row was recorded, in ms: the highest of a push is shown'
)
ENGINE = ReplacingMergeTree(version)
ORDER BY push_id
COMMENT 'One row per record of a push, until merged: read the view ingest_log';

CREATE OR REPLACE VIEW ingest_log
(
    push_id String COMMENT 'The push, one id per attempt',
    file_name String COMMENT 'The pushed file''s name without folder and ending, - for standard input',
    file_hash String COMMENT 'A hash of the file''s bytes, empty where they were not all read',
    map_name LowCardinality(String) COMMENT 'The map that was applied, empty for none',
    source LowCardinality(String) COMMENT 'The source of its events, empty where rows name their own',
    history Bool COMMENT 'Pushed as history: dates over five years back were admitted',
    status LowCardinality(String) COMMENT 'running, complete or failed',
    rows_read UInt64 COMMENT 'Rows read',
    rows_accepted UInt64 COMMENT 'Rows that the broker has taken as events',
    rows_refused UInt64 COMMENT 'Rows refused, each a dead letter',
    bytes_read UInt64 COMMENT 'Bytes read',
    started_at DateTime64(3, 'UTC') COMMENT 'When the push started (UTC)',
    finished_at Nullable(DateTime64(3, 'UTC')) COMMENT 'When the push ended (UTC), null while it runs'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS SELECT
    push_id,
    file_name,
    file_hash,
    map_name,
    source,
    history,
    status,
    rows_read,
    rows_accepted,
    rows_refused,
    bytes_read,
    started_at,
    finished_at
FROM ingest_log_landed FINAL
COMMENT 'Grain: one row per push';
