package io.gyre.route;

import io.gyre.log.BucketShard;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * When bucket shards that wait for their next turn were last heard to have changed, so that one
 * that has been quiet all the while need not be watched anew. What is not known counts as heard
 * just now, which costs time and loses nothing.
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

  /** It is its turn. */
  Instant take(BucketShard shard, Instant now) {
    Instant known = times.remove(shard);
    return known == null ? now : known;
  }
}
