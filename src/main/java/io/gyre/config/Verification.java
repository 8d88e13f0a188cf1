package io.gyre.config;

/** By what a store's copies are verified before they count. */
public enum Verification {
  /** The ETag that the store answers has to be the source's. */
  ETAG,
  /**
   * The store has checked Content-MD5 or CRC32C; what was written in parts and has another ETag, at
   * a store that does not know CRC32C, is read once more. For stores whose ETags are no MD5 sums,
   * as where they encrypt with keys of a KMS.
   */
  CHECKSUM,
  /** What was written is read once more. */
  READ_BACK
}
