package io.gyre.embedded.http;

/** Limits of the gateway, as the real one has them. */
public final class Limits {
  /** Bytes of a document (ACL, policy, list of keys to delete). */
  public static final int DOCUMENT_BYTES = 1 << 20;

  /** Bytes of a metadata object. */
  public static final int METADATA_BYTES = 4 << 20;

  /** Bytes of a key. */
  public static final int KEY_BYTES = 1024;

  /** Bytes of one PUT or one part. */
  public static final long PUT_BYTES = 5L << 30;

  /** Bytes that every part but the last must have. */
  public static final long MIN_PART_BYTES = 5L << 20;

  /** Keys of one listing page, and entries of one page of a data or metadata log. */
  public static final int PAGE = 1000;

  /** Number of the last part. */
  public static final int MAX_PART_NUMBER = 10_000;

  /** Keys of one multi-object delete. */
  public static final int MULTI_DELETE = 1000;

  /** Grants of one ACL document. */
  public static final int GRANTS = 100;

  /** Tags of an object. */
  public static final int TAGS = 10;

  /** Characters of a tag's key. */
  public static final int TAG_KEY = 128;

  /** Characters of a tag's value. */
  public static final int TAG_VALUE = 256;

  private Limits() {}
}
