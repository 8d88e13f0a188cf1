package io.gyre.checkpoint;

import io.gyre.checkpoint.BucketState.Standing;
import io.gyre.checkpoint.CheckpointStore.ShardCounts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a checkpoint says about its route, all of one moment.
 *
 * @param process the process that replicates the route now; empty when none does
 * @param logs the log shards that are followed, by log
 * @param shards bucket shards by phase, and how many have changes waiting
 * @param behind bucket shards that have changes waiting or are not yet listed in full, those first
 *     that wait the longest, the first of them
 * @param buckets how many there are in each standing
 * @param leftOut buckets that are refused or not followed, by name, the first of them
 * @param ownedUsers users of the destination that are ours
 * @param refusedUsers users of the source whose name or key at the destination is not ours, by
 *     name, the first of them
 * @param shortfalls what the destination does not take of users and buckets, the first of it
 */
public record CheckpointSummary(
    RouteIdentity route,
    OptionalLong process,
    Map<LogKind, LogShards> logs,
    ShardCounts shards,
    List<BucketShardState> behind,
    Map<Standing, Integer> buckets,
    List<BucketState> leftOut,
    int ownedUsers,
    List<RefusedUser> refusedUsers,
    List<Shortfall> shortfalls,
    Parked parked) {
  /** How many of each kind (log shards, bucket shards, buckets, users, ...) are named at most. */
  public static final int MAX_NAMED = 1000;

  public CheckpointSummary {
    logs = Map.copyOf(logs);
    behind = List.copyOf(behind);
    buckets = Map.copyOf(buckets);
    leftOut = List.copyOf(leftOut);
    refusedUsers = List.copyOf(refusedUsers);
    shortfalls = List.copyOf(shortfalls);
  }

  /**
   * Whether nothing stays different for good: nothing is parked, refused or left out there, and no
   * bucket has its syncing disabled at the source.
   */
  public boolean isComplete() {
    return parked.count() == 0
        && !shards.byPhase().containsKey(Phase.STOPPED)
        && leftOut.isEmpty()
        && refusedUsers.isEmpty()
        && shortfalls.isEmpty();
  }

  /**
   * The log shards of one log.
   *
   * @param oldestUpdate when the watermark that has stood for the longest was written
   * @param newestUpdate when a watermark was written last
   * @param states each of them, by number, the first of them
   */
  public record LogShards(
      int count, Instant oldestUpdate, Instant newestUpdate, List<LogShardState> states) {
    public LogShards {
      states = List.copyOf(states);
    }
  }

  /** A user of the source that is not replicated. */
  public record RefusedUser(String uid, String reason) {}

  /**
   * What is parked.
   *
   * @param oldest since when the oldest has been parked
   * @param nextTry when one is due next; in the past when it is due now
   * @param failures classes of failure, the most frequent first
   */
  public record Parked(
      int count, Optional<Instant> oldest, Optional<Instant> nextTry, List<Failure> failures) {
    public Parked {
      failures = List.copyOf(failures);
    }
  }

  /**
   * Parked entries that failed alike.
   *
   * @param failureClass as their reasons begin, up to a colon
   * @param example the reason of the one that was parked first
   */
  public record Failure(String failureClass, int count, String example) {}
}
