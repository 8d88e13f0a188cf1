package io.gyre.map;

import io.gyre.log.BucketName;

/**
 * Where a bucket of the source is at the destination.
 *
 * @param bucket its name there
 * @param keys how its keys are named there
 */
public record Place(BucketName bucket, KeyMap keys) {

  /** Whether an object of the destination could be in both. */
  public boolean meets(Place other) {
    return bucket.equals(other.bucket) && keys.meets(other.keys);
  }

  @Override
  public String toString() {
    return keys.isSame() ? bucket.toString() : bucket + " with keys " + keys;
  }
}
