-- Schema 1. Times are nanoseconds since 1970; a position that is NULL is the beginning of its log.

CREATE TABLE route (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  source_zone TEXT NOT NULL,
  destination_zone TEXT NOT NULL
) STRICT;

CREATE TABLE fact (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Users of the destination: ours, or (with the reason why not) to be left alone.
CREATE TABLE destination_user (
  uid TEXT PRIMARY KEY,
  refusal TEXT CHECK (refusal <> '')
) STRICT, WITHOUT ROWID;

CREATE TABLE log_shard (
  kind TEXT NOT NULL,
  shard INTEGER NOT NULL,
  period TEXT NOT NULL,
  position TEXT CHECK (position <> ''),
  previous TEXT CHECK (previous <> ''),
  updated INTEGER NOT NULL,
  PRIMARY KEY (kind, shard)
) STRICT, WITHOUT ROWID;

CREATE TABLE bucket (
  id INTEGER PRIMARY KEY,
  marker TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  source_id TEXT NOT NULL,
  shards INTEGER NOT NULL,
  destination_id TEXT NOT NULL,
  standing TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX bucket_by_name ON bucket (name, id);
CREATE INDEX bucket_by_standing ON bucket (standing, name);

-- The id is the order of discovery. retry_at is the earliest next_try of the shard's parked
-- entries: kept here so that looking for work does not read what is parked.
CREATE TABLE bucket_shard (
  id INTEGER PRIMARY KEY,
  instance TEXT NOT NULL,
  shard INTEGER NOT NULL,
  log_shard INTEGER NOT NULL,
  phase TEXT NOT NULL,
  position TEXT CHECK (position <> ''),
  previous TEXT CHECK (previous <> ''),
  listing_key TEXT NOT NULL,
  listing_version TEXT NOT NULL,
  recheck INTEGER NOT NULL,
  dirty_since INTEGER,
  retry_at INTEGER,
  UNIQUE (instance, shard)
) STRICT;
CREATE INDEX bucket_shard_by_phase ON bucket_shard (log_shard, phase);
CREATE INDEX bucket_shard_dirty ON bucket_shard (dirty_since)
  WHERE dirty_since IS NOT NULL;
CREATE INDEX bucket_shard_full_work ON bucket_shard (log_shard, id)
  WHERE phase IN ('INIT', 'FULL');
CREATE INDEX bucket_shard_dirty_work ON bucket_shard (log_shard, dirty_since, id)
  WHERE phase NOT IN ('INIT', 'FULL') AND dirty_since IS NOT NULL;
CREATE INDEX bucket_shard_retry_work ON bucket_shard (log_shard, retry_at, id)
  WHERE phase NOT IN ('INIT', 'FULL') AND retry_at IS NOT NULL;

-- The id is what an operator names an entry by, so it is never given to another one.
CREATE TABLE parked (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  instance TEXT NOT NULL,
  shard INTEGER NOT NULL,
  key TEXT NOT NULL,
  version TEXT NOT NULL,
  operation TEXT NOT NULL,
  olh_epoch INTEGER,
  reason TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  since INTEGER NOT NULL,
  next_try INTEGER NOT NULL,
  UNIQUE (instance, shard, key, version)
) STRICT;
CREATE INDEX parked_oldest ON parked (since, id);
CREATE INDEX parked_of_shard ON parked (instance, shard, since, id, next_try);
CREATE INDEX parked_next ON parked (instance, shard, next_try);
