package io.gyre.checkpoint;

import io.gyre.log.BucketInstance;
import io.gyre.log.BucketShard;
import java.util.List;
import java.util.Map;

/**
 * What is other at the destination than at the source although the source's logs are done with it:
 * something of a user or a bucket that the destination does not take. Kept as a fact of the route.
 *
 * @param section what kind of thing it is, as the metadata API calls it, or a part of such; without
 *     a colon
 * @param name of the user or the bucket
 * @param reason for the operator
 */
public record Shortfall(String section, String name, String reason) {
  /** How the names of these facts begin. */
  static final String PREFIX = "shortfall:";

  private static final String INDEX = "index of bucket";

  private static final String SWEEP = "look at bucket";

  /** The section of buckets that the source has removed and the destination still has. */
  static final String REMOVAL = "removal of bucket";

  /**
   * A removal that failed.
   *
   * @param bucket with its tenant
   */
  public static Shortfall ofRemoval(String bucket, String reason) {
    return new Shortfall(REMOVAL, bucket, reason);
  }

  /** A removal that begins, and did not fail so far. */
  public static Change removalMended(String bucket) {
    return mended(REMOVAL, bucket);
  }

  /** A bucket that a sweep could not look at. */
  public static Shortfall ofSweep(String bucket, String reason) {
    return new Shortfall(SWEEP, bucket, reason);
  }

  /** A sweep has looked at the bucket again, or it is gone. */
  public static Change sweepMended(String bucket) {
    return mended(SWEEP, bucket);
  }

  /** Whether it is {@link #ofSweep of a sweep}. */
  public boolean isOfSweep() {
    return section.equals(SWEEP);
  }

  /** A part of a bucket's index that the source does not have. */
  public static Shortfall ofIndex(BucketShard shard, String reason) {
    return new Shortfall(INDEX, shard.toString(), reason);
  }

  /** It is there, or not to be looked for any more. */
  public static Change indexMended(BucketShard shard) {
    return mended(INDEX, shard.toString());
  }

  /** How the facts of an instance's index begin; its bucket shards follow, after a colon if any. */
  static String indexOf(BucketInstance instance) {
    return fact(INDEX, instance.toString());
  }

  /** Makes it durable; the last reason stays. */
  public Change found() {
    return new Change.Fact(fact(section, name), reason);
  }

  /** It is no longer; not being recorded is fine. */
  public static Change mended(String section, String name) {
    return new Change.FactRemoved(fact(section, name));
  }

  private static String fact(String section, String name) {
    return PREFIX + section + ":" + name;
  }

  /** Those among the facts of a route. */
  public static List<Shortfall> among(Map<String, String> facts) {
    return facts.entrySet().stream()
        .filter(fact -> fact.getKey().startsWith(PREFIX))
        .map(fact -> of(fact.getKey(), fact.getValue()))
        .toList();
  }

  static Shortfall of(String fact, String reason) {
    int colon = fact.indexOf(':', PREFIX.length());
    return new Shortfall(fact.substring(PREFIX.length(), colon), fact.substring(colon + 1), reason);
  }
}
