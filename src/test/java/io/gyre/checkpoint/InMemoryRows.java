package io.gyre.checkpoint;

import java.time.Instant;
import java.util.Optional;

/** What becomes of a row of {@link InMemoryCheckpointStore} when it is written again. */
final class InMemoryRows {
  private InMemoryRows() {}

  static BucketShardState moved(BucketShardState known, BucketShardState moving) {
    return new BucketShardState(
        moving.shard(),
        moving.logShard(),
        moving.phase(),
        moving.position(),
        moving.previous(),
        moving.listing(),
        moving.recheck() || (known.phase() == Phase.INIT && known.recheck()),
        known.dirtySince());
  }

  static boolean follows(BucketShardState known, BucketShardState moving) {
    return known.phase() != Phase.INIT
        || (moving.phase() == Phase.FULL
            ? moving.listing().key().isEmpty()
            : moving.phase() != Phase.INCREMENTAL);
  }

  static BucketShardState marked(BucketShardState known, Instant since) {
    return dirty(known, Optional.of(known.dirtySince().filter(since::isAfter).orElse(since)));
  }

  static BucketShardState dirty(BucketShardState state, Optional<Instant> since) {
    return new BucketShardState(
        state.shard(),
        state.logShard(),
        state.phase(),
        state.position(),
        state.previous(),
        state.listing(),
        state.recheck(),
        since);
  }

  static ParkedEntry parkAgain(ParkedEntry before, ParkedEntry now) {
    return new ParkedEntry(
        now.shard(),
        now.key(),
        now.instance(),
        now.operation(),
        now.olhEpoch(),
        now.reason(),
        now.attempts(),
        before.since().isBefore(now.since()) ? before.since() : now.since(),
        now.nextTry());
  }
}
