-- Schema 4: a bucket that is renamed at the source keeps its marker, and what is left of it under
-- its old name is a bucket of its own until it is removed.

CREATE TABLE bucket_of_name (
  id INTEGER PRIMARY KEY,
  marker TEXT NOT NULL,
  name TEXT NOT NULL,
  source_id TEXT NOT NULL,
  shards INTEGER NOT NULL,
  destination_id TEXT NOT NULL,
  standing TEXT NOT NULL,
  reason TEXT NOT NULL,
  versioning TEXT NOT NULL,
  UNIQUE (marker, name)
) STRICT;
INSERT INTO bucket_of_name
  SELECT id, marker, name, source_id, shards, destination_id, standing, reason, versioning FROM bucket;
DROP TABLE bucket;
ALTER TABLE bucket_of_name RENAME TO bucket;
CREATE INDEX bucket_by_name ON bucket (name, id);
CREATE INDEX bucket_by_standing ON bucket (standing, name);
