package io.gyre.copy;

import io.gyre.log.BucketName;
import org.jspecify.annotations.Nullable;

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

  // By hand for the reason that BucketName gives.

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof ObjectVersion that
            && key.equals(that.key)
            && versionId.equals(that.versionId)
            && bucket.equals(that.bucket));
  }

  @Override
  public int hashCode() {
    return 31 * (31 * bucket.hashCode() + key.hashCode()) + versionId.hashCode();
  }

  @Override
  public String toString() {
    String version = versionId.isEmpty() ? "" : " (version " + versionId + ")";
    return bucket + " / " + key + version;
  }
}
