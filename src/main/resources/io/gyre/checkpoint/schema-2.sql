-- Schema 2: versioned buckets are followed. Those that were left out are looked at again, as new ones.

ALTER TABLE bucket ADD COLUMN versioning TEXT NOT NULL DEFAULT 'NEVER';

UPDATE bucket_shard SET phase = 'INIT' WHERE phase = 'UNFOLLOWED';
DELETE FROM bucket WHERE standing = 'UNFOLLOWED';
DELETE FROM fact WHERE name = 'metadata-pass';

-- A bucket shard whose syncing was stopped is looked at again when something announces it.
DROP INDEX bucket_shard_dirty_work;
CREATE INDEX bucket_shard_dirty_work ON bucket_shard (log_shard, dirty_since, id)
  WHERE phase IN ('INCREMENTAL', 'STOPPED') AND dirty_since IS NOT NULL;
