-- Schema 5: S3 stores as destinations.

-- Which version of a destination that gives versions ids of its own is which of the source. Of versioned buckets only.
CREATE TABLE image (
  bucket TEXT NOT NULL, -- [tenant/]name
  key TEXT NOT NULL,
  destination_id TEXT NOT NULL,
  version TEXT NOT NULL, -- the source's id; the word null for a null version
  mtime INTEGER NOT NULL, -- of the source's version, as it was copied
  PRIMARY KEY (bucket, key, destination_id)
) STRICT, WITHOUT ROWID;

-- Uploads in parts that have begun at a store, to be gone on with.
CREATE TABLE upload (
  bucket TEXT NOT NULL, -- [tenant/]name
  key TEXT NOT NULL,
  upload_id TEXT NOT NULL,
  version TEXT NOT NULL, -- what of the source is uploaded: its id, its ETag, its mtime
  etag TEXT NOT NULL,
  mtime INTEGER NOT NULL,
  begun INTEGER NOT NULL,
  PRIMARY KEY (bucket, key)
) STRICT, WITHOUT ROWID;
