package io.gyre.checkpoint;

import io.gyre.log.BucketShard;
import io.gyre.log.ListingPosition;
import io.gyre.log.LogPosition;
import io.gyre.log.Watermark;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a bucket shard stands.
 *
 * @param logShard the data log shard that announces it
 * @param position the watermark in its log; in phase FULL where following will begin
 * @param previous the marker before the watermark, see {@link LogShardState#previous}
 * @param listing how far the full pass has come
 * @param recheck whether the full pass has to ask the destination before it copies: it was there
 *     before, so that most of it is current
 * @param dirtySince since when changes are known to wait; empty when none are
 */
public record BucketShardState(
    BucketShard shard,
    int logShard,
    Phase phase,
    LogPosition position,
    LogPosition previous,
    ListingPosition listing,
    boolean recheck,
    Optional<Instant> dirtySince) {

  /** A bucket shard of which nothing has been done. */
  public static BucketShardState fresh(BucketShard shard, int logShard, boolean recheck) {
    return new BucketShardState(
        shard,
        logShard,
        Phase.INIT,
        LogPosition.ORIGIN,
        LogPosition.ORIGIN,
        ListingPosition.START,
        recheck,
        Optional.empty());
  }

  /** Its log's head is recorded and its listing can begin. */
  public BucketShardState startFull(LogPosition head) {
    return with(Phase.FULL, head, head, ListingPosition.START, recheck);
  }

  /** The full pass has come to this position. */
  public BucketShardState listedTo(ListingPosition reached) {
    return with(phase, position, previous, reached, recheck);
  }

  /** The full pass is complete; its log is followed from the recorded position. */
  public BucketShardState follow() {
    return with(Phase.INCREMENTAL, position, previous, ListingPosition.START, false);
  }

  /** The watermark has moved. */
  public BucketShardState advanceTo(Watermark reached) {
    return with(phase, reached.position(), reached.previous(), listing, recheck);
  }

  /** Up to where its log is done. */
  public Watermark watermark() {
    return new Watermark(position, previous);
  }

  /** Starts over; what the destination has is recognised, not copied again. */
  public BucketShardState restart() {
    return with(Phase.INIT, LogPosition.ORIGIN, LogPosition.ORIGIN, ListingPosition.START, true);
  }

  /** Waits in another phase, without a position in its log. */
  public BucketShardState park(Phase waiting) {
    return with(waiting, LogPosition.ORIGIN, LogPosition.ORIGIN, ListingPosition.START, true);
  }

  private BucketShardState with(
      Phase phase,
      LogPosition position,
      LogPosition previous,
      ListingPosition listing,
      boolean recheck) {
    return new BucketShardState(
        shard, logShard, phase, position, previous, listing, recheck, dirtySince);
  }
}
