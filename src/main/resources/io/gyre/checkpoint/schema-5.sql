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
