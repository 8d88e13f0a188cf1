package io.gyre.checkpoint;

import io.gyre.checkpoint.BucketState.Standing;
import io.gyre.checkpoint.CheckpointStore.Behind;
import io.gyre.checkpoint.CheckpointStore.ShardCounts;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a checkpoint says about its route in numbers, all of one moment.
 *
 * @param behind bucket shards that are not at their end, without those that were left out
 * @param shards bucket shards by phase
 * @param buckets how many there are in each standing
 * @param users of the destination that are ours
 * @param parked entries that failed too often for now
 * @param parkedSince since when the oldest of them has been parked
 * @param nextTry when one of them is due next; in the past when it is due now
 * @param refused what stays different for good, see {@link CheckpointStore#countRefused}
 */
public record RouteFacts(
    Behind behind,
    ShardCounts shards,
    Map<Standing, Integer> buckets,
    int users,
    int parked,
    Optional<Instant> parkedSince,
    Optional<Instant> nextTry,
    int refused) {
  public RouteFacts {
    buckets = Map.copyOf(buckets);
  }
}
