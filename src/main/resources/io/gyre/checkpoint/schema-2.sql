-- Schema 2: versioned buckets are followed. Those that were left out are looked at again, as new ones.

ALTER TABLE bucket ADD COLUMN versioning TEXT NOT NULL DEFAULT 'NEVER';

UPDATE bucket_shard SET phase = 'INIT' WHERE phase = 'UNFOLLOWED';
DELETE FROM bucket WHERE standing = 'UNFOLLOWED';
DELETE FROM fact WHERE name = 'metadata-pass';

-- A bucket shard that could not be followed is looked at again when something announces it.
DROP INDEX bucket_shard_dirty_work;
CREATE INDEX bucket_shard_dirty_work ON bucket_shard (log_shard, dirty_since, id)
  WHERE phase NOT IN ('INIT', 'FULL') AND dirty_since IS NOT NULL;
DROP INDEX bucket_shard_retry_work;
CREATE INDEX bucket_shard_retry_work ON bucket_shard (log_shard, retry_at, id)
  WHERE phase NOT IN ('INIT', 'FULL') AND retry_at IS NOT NULL;
