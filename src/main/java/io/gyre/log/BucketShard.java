package io.gyre.log;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One index shard of one bucket instance; it has a change log (bilog) of its own.
 *
 * @param instance the bucket instance
 * @param shard from 0; {@link #UNSHARDED} for an instance whose index is a single object
 */
public record BucketShard(BucketInstance instance, int shard) {
  /** The shard number of an index that is not sharded ({@code num_shards} 0). */
  public static final int UNSHARDED = -1;

  public BucketShard {
    if (shard < UNSHARDED) {
      throw new IllegalArgumentException("not a shard number: " + shard + " of " + instance);
    }
  }

  /** Reads {@code [tenant/]name:id[:shard]}, as the data log writes it. */
  public static BucketShard parse(String key) {
    int last = key.lastIndexOf(':');
    boolean sharded = last > 0 && key.lastIndexOf(':', last - 1) >= 0;
    return sharded
        ? new BucketShard(
            BucketInstance.parse(key.substring(0, last)), Integer.parseInt(key.substring(last + 1)))
        : new BucketShard(BucketInstance.parse(key), UNSHARDED);
  }

  /**
   * All index shards of an instance.
   *
   * @param shards the instance's {@code num_shards}; 0 means one, unsharded
   */
  public static List<BucketShard> all(BucketInstance instance, int shards) {
    if (shards == 0) {
      return List.of(new BucketShard(instance, UNSHARDED));
    }
    List<BucketShard> all = new ArrayList<>(shards);
    for (int i = 0; i < shards; i++) {
      all.add(new BucketShard(instance, i));
    }
    return List.copyOf(all);
  }

  // By hand for the reason that BucketName gives.

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof BucketShard that
            && shard == that.shard
            && instance.equals(that.instance));
  }

  @Override
  public int hashCode() {
    return 31 * instance.hashCode() + shard;
  }

  /** The gateway's key: {@code [tenant/]name:id[:shard]}. */
  @Override
  public String toString() {
    return shard == UNSHARDED ? instance.toString() : instance + ":" + shard;
  }
}
