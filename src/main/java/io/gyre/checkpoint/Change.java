package io.gyre.checkpoint;

import io.gyre.log.BucketInstance;
import io.gyre.log.BucketShard;
import java.time.Instant;
import java.util.List;

/**
 * One thing to make durable. Changes that are saved together are durable together or not at all.
 */
public sealed interface Change {

  /** The watermark of a log shard. */
  record LogShardMoved(LogShardState state) implements Change {}

  /**
   * The phase and positions of a bucket shard, which is inserted if it was unknown. Leaves {@code
   * dirtySince} as it is: that belongs to {@link Dirty} and {@link Clean} alone. Nothing happens to
   * one in phase INIT that is not at the beginning of its listing next, or waits: it was discovered
   * anew, and who moves it does not know of that yet.
   */
  record ShardMoved(BucketShardState state) implements Change {}

  /**
   * A bucket shard that is unknown so far, clean whatever its state says; nothing happens to one
   * that is known.
   */
  record ShardDiscovered(BucketShardState state) implements Change {}

  /**
   * Changes wait in a bucket shard. One that is unknown is inserted in phase INIT, without recheck.
   * An earlier {@code since} stays.
   */
  record Dirty(BucketShard shard, int logShard, Instant since) implements Change {}

  /** All bucket shards that a data log shard announces may have changes waiting. */
  record AllDirty(int logShard, Instant since) implements Change {}

  /**
   * All bucket shards that have copied something, or are about to, start over; what the destination
   * has is recognised, not copied again.
   */
  record AllRestarted() implements Change {}

  /** No changes wait any longer. */
  record Clean(BucketShard shard) implements Change {}

  /** A bucket and what it became; replaces what was known under the same source marker. */
  record BucketSeen(BucketState state) implements Change {}

  /** A bucket is forgotten, with this instance's bucket shards and parked entries. */
  record BucketForgotten(BucketInstance source) implements Change {}

  /** All bucket shards of an instance are forgotten, with their parked entries. */
  record InstanceForgotten(BucketInstance instance) implements Change {}

  /**
   * An entry is parked, or parked again; one per bucket shard, key and instance. It replaces what
   * was parked, but an earlier {@code since} stays.
   */
  record Parked(ParkedEntry entry) implements Change {}

  /** A parked entry has an outcome, or was dropped; not being there is fine. */
  record Unparked(BucketShard shard, String key, String instance) implements Change {}

  /** A user of the destination is ours: we are about to create it, or were told to adopt it. */
  record UserOwned(String uid) implements Change {}

  /**
   * A user of the destination is not ours and is left alone, until it becomes ours or is forgotten.
   *
   * @param reason for the operator; not empty
   */
  record UserRefused(String uid, String reason) implements Change {}

  /** A user is no longer there. */
  record UserForgotten(String uid) implements Change {}

  /** A named fact of the route, for instance that its full metadata pass is complete. */
  record Fact(String name, String value) implements Change {}

  /** A named fact no longer holds; not being there is fine. */
  record FactRemoved(String name) implements Change {}

  /** Several changes as one list. */
  static List<Change> of(Change... changes) {
    return List.of(changes);
  }
}
