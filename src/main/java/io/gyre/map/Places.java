package io.gyre.map;

import io.gyre.log.BucketName;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where the source's buckets and keys are at the destination. */
public final class Places {
  /** Everything has the same place at both ends. */
  public static final Places SAME = new Places(BucketMap.NONE, List.of());

  private final BucketMap buckets;
  private final List<KeyRule> keys;

  /** Rules cost time; at most as many as the source has buckets. */
  private final Map<BucketName, Place> known = new ConcurrentHashMap<>();

  /**
   * @param buckets how they are named
   * @param keys how keys are; the last rule that matches a bucket decides
   */
  public Places(BucketMap buckets, List<KeyRule> keys) {
    this.buckets = buckets;
    this.keys = List.copyOf(keys);
  }

  /** Whether everything has the same place at both ends. */
  public boolean isSame() {
    return buckets.isEmpty() && keys.isEmpty();
  }

  /** How buckets are named there. */
  public BucketMap buckets() {
    return buckets;
  }

  /** The same, with all keys as they are in the destination's buckets. */
  public Places ofBucketsOnly() {
    return new Places(buckets, List.of());
  }

  /**
   * The place of a bucket.
   *
   * @throws IllegalArgumentException where it can have none
   */
  public Place of(BucketName bucket) {
    return isSame()
        ? new Place(bucket, KeyMap.SAME)
        : known.computeIfAbsent(bucket, name -> new Place(buckets.of(name), keys(name)));
  }

  private KeyMap keys(BucketName bucket) {
    KeyMap found = KeyMap.SAME;
    for (KeyRule rule : keys) {
      found = rule.matches(bucket) ? rule.keys() : found;
    }
    return found;
  }

  /** The name of a bucket there. */
  public BucketName nameOf(BucketName bucket) {
    return isSame() ? bucket : of(bucket).bucket();
  }

  /** How the keys of a bucket are named there. */
  public KeyMap keysOf(BucketName bucket) {
    return isSame() ? KeyMap.SAME : of(bucket).keys();
  }

  /**
   * Whether the rules let other buckets of the source be in a bucket's place at the destination:
   * its keys have a prefix there, beside which there is room. False where it can have no place.
   */
  public boolean mayShare(BucketName bucket) {
    return !buckets.isEmpty()
        && !keys.isEmpty()
        && buckets.impossible(bucket).isEmpty()
        && !keysOf(bucket).reach().isEmpty();
  }

  /** Whether two buckets may be in one of the destination, or are the same. */
  public boolean together(BucketName one, BucketName other) {
    return one.equals(other)
        || (mayShare(one) && mayShare(other) && nameOf(one).equals(nameOf(other)));
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
