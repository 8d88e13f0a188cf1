-- Schema 2: versioned buckets are followed. Those that were left out are looked at again, as new ones.

ALTER TABLE bucket ADD COLUMN versioning TEXT NOT NULL DEFAULT 'NEVER';

UPDATE bucket_shard SET phase = 'INIT' WHERE phase = 'UNFOLLOWED';
DELETE FROM bucket WHERE standing = 'UNFOLLOWED';
DELETE FROM fact WHERE name = 'metadata-pass';
