package io.gyre.route;

import io.gyre.checkpoint.BucketShardState;
import io.gyre.log.BucketShard;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * When bucket shards that wait for their next turn were last heard to have changed, so that one
 * that has been quiet all the while need not be watched anew. Of one that is followed, what is not
 * known counts as heard just now, which costs time and loses nothing.
 */
final class LastHeard {
  /** Of one log shard. */
  static final int MAX = 10_000;

  private final Map<BucketShard, Instant> times = new HashMap<>();

  /** It gave up its place, and had last changed then. */
  void waits(BucketShard shard, Instant lastChange) {
    if (times.size() < MAX) {
      times.put(shard, lastChange);
    }
  }

  /** Changes of these were announced. */
  void announced(Collection<BucketShard> shards, Instant now) {
    shards.forEach(shard -> times.computeIfPresent(shard, (known, before) -> now));
  }

  /** Any of them may have changed. */
  void forgetAll() {
    times.clear();
  }

  /**
   * It is its turn. One that is to be copied in full and was never announced has been quiet for
   * ever: what changes after the head of its log was recorded is in that log, which is read after
   * the pass, or is announced later. Thousands of new bucket shards, most of them empty, would
   * otherwise be read over and over.
   */
  Instant take(BucketShardState state, Instant now) {
    Instant known = times.remove(state.shard());
    if (known != null) {
      return known;
    }
    return state.phase().isFull() && state.dirtySince().isEmpty() ? Instant.EPOCH : now;
  }
}
