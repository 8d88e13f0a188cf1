package io.gyre.route;

import io.gyre.checkpoint.LogKind;
import io.gyre.copy.CopyOutcome;
import io.gyre.log.BucketShard;
import java.time.Instant;

/** Tells a lag tracker and statistics what actors would tell them. */
public final class LagScript {
  private final LagTracker lag;
  private final RouteStatistics statistics;

  public LagScript(LagTracker lag, RouteStatistics statistics) {
    this.lag = lag;
    this.statistics = statistics;
  }

  /** So many log shards of each kind are followed and were read to their end. */
  public LagScript idle(int data, int metadata, Instant round) {
    lag.follow(LogKind.DATA, data);
    lag.follow(LogKind.METADATA, metadata);
    for (int shard = 0; shard < data; shard++) {
      lag.atEnd(LogKind.DATA, shard, round);
    }
    for (int shard = 0; shard < metadata; shard++) {
      lag.atEnd(LogKind.METADATA, shard, round);
    }
    return this;
  }

  /** A log shard cannot be read. */
  public LagScript failing(LogKind kind, int shard, String reason) {
    lag.failed(kind, shard, reason);
    return this;
  }

  /** A bucket shard at work was read to its end. */
  public LagScript caughtUp(BucketShard shard, Instant round) {
    lag.caughtUp(shard, round);
    return this;
  }

  /** A bucket shard at work has entries waiting. */
  public LagScript busy(BucketShard shard, Instant since, String key, long entries, boolean more) {
    statistics.begins(shard);
    lag.waits(shard, new Waiting(since, key, entries, more));
    return this;
  }

  /** So many objects of a bucket shard were copied at that time. */
  public LagScript copied(BucketShard shard, int objects, long bytesEach, Instant now) {
    for (int i = 0; i < objects; i++) {
      statistics.ended(shard, CopyOutcome.COPIED, bytesEach, now);
    }
    return this;
  }
}
