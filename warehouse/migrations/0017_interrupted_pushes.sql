-- A push that is killed cannot say that it ended: one that runs tells so every minute, and silence tells the rest.
ALTER TABLE ingest_log_landed COMMENT COLUMN file_name 'The pushed file''s name without folder, - for standard input; before its ending was kept: without ending, too';
ALTER TABLE ingest_log_landed COMMENT COLUMN status 'running, complete, failed, or interrupted: it was running, and has not told for ten minutes that it still does';
ALTER TABLE ingest_log_landed COMMENT COLUMN finished_at 'When the push ended (UTC), null while it runs and where it was interrupted';
ALTER TABLE ingest_log_landed COMMENT COLUMN version 'When this row was recorded, in ms: the highest of a push is shown, and one that runs records a row a minute';

CREATE OR REPLACE VIEW ingest_log
(
    push_id String COMMENT 'The push, one id per attempt',
    file_name String COMMENT 'The pushed file''s name without folder, - for standard input; before its ending was kept: without ending, too',
    file_hash String COMMENT 'A hash of the file''s bytes, empty where they were not all read',
    map_name LowCardinality(String) COMMENT 'The map that was applied, empty for none',
    source LowCardinality(String) COMMENT 'The source of its events, empty where rows name their own',
    history Bool COMMENT 'Pushed as history: dates over five years back were admitted',
    status LowCardinality(String) COMMENT 'running, complete, failed, or interrupted: it was running, and has not told for ten minutes that it still does',
    rows_read UInt64 COMMENT 'Rows read',
    rows_accepted UInt64 COMMENT 'Rows that the broker has taken as events',
    rows_refused UInt64 COMMENT 'Rows refused, each a dead letter',
    bytes_read UInt64 COMMENT 'Bytes read',
    started_at DateTime64(3, 'UTC') COMMENT 'When the push started (UTC)',
    finished_at Nullable(DateTime64(3, 'UTC')) COMMENT 'When the push ended (UTC), null while it runs and where it was interrupted'
)
DEFINER = CURRENT_USER SQL SECURITY DEFINER
AS SELECT
    push_id,
    file_name,
    file_hash,
    map_name,
    source,
    history,
    if(l.status = 'running' AND l.version < toUnixTimestamp64Milli(now64(3)) - 600000, 'interrupted', l.status) AS status,
    rows_read,
    rows_accepted,
    rows_refused,
    bytes_read,
    started_at,
    finished_at
FROM ingest_log_landed AS l FINAL
COMMENT 'Grain: one row per push';
