package io.gyre.copy;

import io.gyre.log.BucketName;

/**
 * One version of one key at the source.
 *
 * @param versionId empty for the plain object of a bucket that was never versioned; {@code null}
 *     (the word) for a null version
 */
public record ObjectVersion(BucketName bucket, String key, String versionId) {
  /**
   * The id of the version that has none: the plain object of old, or what a suspended bucket got.
   */
  public static final String NULL = "null";

  /** The plain object of a bucket that was never versioned. */
  public static ObjectVersion plain(BucketName bucket, String key) {
    return new ObjectVersion(bucket, key, "");
  }

  /** The id to read it by; without one, the answer would be whatever version is the newest. */
  public String readId() {
    return versionId.isEmpty() ? NULL : versionId;
  }

  @Override
  public String toString() {
    String version = versionId.isEmpty() ? "" : " (version " + versionId + ")";
    return bucket + " / " + key + version;
  }
}
