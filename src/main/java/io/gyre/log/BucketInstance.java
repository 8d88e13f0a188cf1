package io.gyre.log;

import org.jspecify.annotations.Nullable;

/**
 * One instance of a bucket in one zone. Deleting and creating a bucket again makes a new instance,
 * and so does resharding it (up to Quincy).
 *
 * @param bucket its name
 * @param id the gateway's {@code bucket_id}, opaque and without a colon
 */
public record BucketInstance(BucketName bucket, String id) {
  public BucketInstance {
    if (id.isEmpty() || id.indexOf(':') >= 0) {
      throw new IllegalArgumentException("not a bucket id: '" + id + "' of bucket " + bucket);
    }
  }

  /** Reads {@code [tenant/]name:id}. */
  public static BucketInstance parse(String key) {
    int colon = key.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("not a bucket instance: '" + key + "'");
    }
    return new BucketInstance(BucketName.parse(key.substring(0, colon)), key.substring(colon + 1));
  }

  // By hand for the reason that BucketName gives.

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof BucketInstance that
            && id.equals(that.id)
            && bucket.equals(that.bucket));
  }

  @Override
  public int hashCode() {
    return 31 * bucket.hashCode() + id.hashCode();
  }

  /** The gateway's metadata key: {@code [tenant/]name:id}. */
  @Override
  public String toString() {
    return bucket + ":" + id;
  }
}
