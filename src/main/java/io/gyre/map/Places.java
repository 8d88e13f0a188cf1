package io.gyre.map;

import io.gyre.log.BucketName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where the source's buckets are at the destination. */
public final class Places {
  /** Everything has the same place at both ends. */
  public static final Places SAME = new Places(BucketMap.NONE);

  private final BucketMap buckets;

  /** Rules cost time; at most as many as the source has buckets. */
  private final Map<BucketName, Place> known = new ConcurrentHashMap<>();

  /**
   * @param buckets how they are named
   */
  public Places(BucketMap buckets) {
    this.buckets = buckets;
  }

  /** Whether everything has the same place at both ends. */
  public boolean isSame() {
    return buckets.isEmpty();
  }

  /** How buckets are named there. */
  public BucketMap buckets() {
    return buckets;
  }

  /**
   * The place of a bucket.
   *
   * @throws IllegalArgumentException where it can have none
   */
  public Place of(BucketName bucket) {
    return isSame()
        ? new Place(bucket, KeyMap.SAME)
        : known.computeIfAbsent(bucket, name -> new Place(buckets.of(name), KeyMap.SAME));
  }

  /** The name of a bucket there. */
  public BucketName nameOf(BucketName bucket) {
    return isSame() ? bucket : of(bucket).bucket();
  }

  /** Where a bucket is, as text that tells all places apart: also where it can have none. */
  public String at(BucketName bucket) {
    String why = buckets.impossible(bucket);
    return why.isEmpty() ? of(bucket).toString() : why;
  }

  /** The name for messages, with the one there where that is another: {@code a (there b)}. */
  public String shown(BucketName bucket) {
    if (isSame() || !buckets.impossible(bucket).isEmpty()) {
      return bucket.toString();
    }
    BucketName there = nameOf(bucket);
    return there.equals(bucket) ? bucket.toString() : bucket + " (there " + there + ")";
  }
}
