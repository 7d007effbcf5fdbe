-- Which migrations have run. Applied at every start before it is read, as it is its own first row.
-- sharded by: cityHash64(number)
CREATE TABLE IF NOT EXISTS schema_migrations
(
    number UInt32 COMMENT 'The migration: the number in its file name',
    name String COMMENT 'The file name',
    checksum String COMMENT 'A hash of the file as it was applied: a changed file is refused',
    applied_at DateTime64(3, 'UTC') COMMENT 'When it was applied (UTC)'
)
ENGINE = ReplacingMergeTree(applied_at)
ORDER BY number
COMMENT 'One row per applied migration, until merged';
