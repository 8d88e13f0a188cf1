package io.gyre.copy;

/** How one entry of a log or listing ended. Each of these is final for that entry. */
public enum CopyOutcome {
  /** Bytes and attributes were written. */
  COPIED,
  /** Bytes and attributes were written; the destination shows another ETag. */
  COPIED_ETAG_DIFFERS,
  /** The destination already had it. */
  CURRENT,
  /** A delete marker was made. */
  MARKED,
  /** Removed from the destination, as the log said and the source confirmed. */
  DELETED,
  /** A later entry of the log tells the rest. */
  SUPERSEDED,
  /** Left alone, as the configuration says: nothing was written, and nothing removed. */
  UNSELECTED,
  /** Failed too often for now; durable, and tried again later. */
  PARKED
}
