package io.gyre.route;

import io.gyre.copy.CopyOutcome;
import io.gyre.log.BucketShard;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the route has done since this process started. Written by many threads, read for progress
 * lines and status.
 */
public final class RouteStatistics {
  private final Map<CopyOutcome, LongAdder> outcomes = new EnumMap<>(CopyOutcome.class);
  private final LongAdder bytes = new LongAdder();
  private final LongAdder gaps = new LongAdder();
  private final LongAdder failedRounds = new LongAdder();
  private final LongAdder grantsDropped = new LongAdder();
  private final LongAdder encodingsUnknown = new LongAdder();
  private final LongAdder ownersReplaced = new LongAdder();
  private final LongAdder storageClassesLost = new LongAdder();
  private final LongAdder blockPublicAclsLost = new LongAdder();
  private final LongAdder locksLost = new LongAdder();
  private final LongAdder bucketSettingsLost = new LongAdder();
  private volatile Instant lastAnswer = Instant.EPOCH;

  private final RecentRate objectRate = new RecentRate();
  private final RecentRate byteRate = new RecentRate();

  /** One for each bucket shard at work. */
  private final Map<BucketShard, Work> atWork = new ConcurrentHashMap<>();

  private record Work(RecentRate entries, RecentRate bytes) {
    Work() {
      this(new RecentRate(), new RecentRate());
    }
  }

  /**
   * How fast something goes.
   *
   * @param entries with an outcome, a second; of the whole route: objects copied
   * @param bytes copied a second
   */
  public record Speed(double entries, double bytes) {}

  public RouteStatistics() {
    for (CopyOutcome outcome : CopyOutcome.values()) {
      outcomes.put(outcome, new LongAdder());
    }
  }

  /** An entry of a bucket shard has its outcome. */
  void ended(BucketShard shard, CopyOutcome outcome, long copiedBytes, Instant now) {
    Objects.requireNonNull(outcomes.get(outcome)).increment();
    bytes.add(copiedBytes);
    if (outcome == CopyOutcome.COPIED || outcome == CopyOutcome.COPIED_ETAG_DIFFERS) {
      objectRate.add(1, now);
      byteRate.add(copiedBytes, now);
    }
    Work work = atWork.get(shard);
    if (work != null) {
      work.entries.add(1, now);
      work.bytes.add(copiedBytes, now);
    }
  }

  /** A bucket shard is being worked on. */
  void begins(BucketShard shard) {
    atWork.put(shard, new Work());
  }

  /** A bucket shard is left alone. */
  void leaves(BucketShard shard) {
    atWork.remove(shard);
  }

  /** How fast objects are copied, of late. */
  public Speed speed(Instant now) {
    return new Speed(objectRate.perSecond(now), byteRate.perSecond(now));
  }

  /** How fast each bucket shard at work goes. */
  public Map<BucketShard, Speed> speeds(Instant now) {
    Map<BucketShard, Speed> speeds = new HashMap<>();
    atWork.forEach(
        (shard, work) ->
            speeds.put(shard, new Speed(work.entries.perSecond(now), work.bytes.perSecond(now))));
    return speeds;
  }

  /** Something was achieved that needed the endpoints. */
  public void answered(Instant now) {
    lastAnswer = now;
  }

  /** When something was achieved last that needed the endpoints. */
  public Instant lastAnswer() {
    return lastAnswer;
  }

  /** A log was found trimmed under us. */
  void gap() {
    gaps.increment();
  }

  /** A bucket shard's round failed as a whole, and will be run again. */
  void roundFailed() {
    failedRounds.increment();
  }

  /** An object was copied without so many grants of its ACL. */
  public void grantsDropped(int grants) {
    grantsDropped.add(grants);
  }

  /** An attribute was in an encoding that is not known here. */
  public void encodingUnknown() {
    encodingsUnknown.increment();
  }

  /** An object was written in the name of another than its owner. */
  public void ownerReplaced() {
    ownersReplaced.increment();
  }

  /** An object was written without its storage class. */
  public void storageClassLost() {
    storageClassesLost.increment();
  }

  /** A bucket is at the destination without its BlockPublicAcls. */
  public void blockPublicAclsLost() {
    blockPublicAclsLost.increment();
  }

  /** An object was written without its retention or legal hold. */
  public void lockLost() {
    locksLost.increment();
  }

  /** A bucket is at the destination without one of its settings. */
  public void bucketSettingLost() {
    bucketSettingsLost.increment();
  }

  /** A view of the moment. */
  public Snapshot snapshot() {
    Map<CopyOutcome, Long> counts = new EnumMap<>(CopyOutcome.class);
    outcomes.forEach((outcome, count) -> counts.put(outcome, count.sum()));
    return new Snapshot(
        counts,
        bytes.sum(),
        gaps.sum(),
        failedRounds.sum(),
        grantsDropped.sum(),
        encodingsUnknown.sum(),
        ownersReplaced.sum(),
        storageClassesLost.sum(),
        blockPublicAclsLost.sum(),
        locksLost.sum(),
        bucketSettingsLost.sum());
  }

  /**
   * Counts since the start of the process.
   *
   * @param bytes copied
   * @param gaps logs found trimmed under us
   * @param grantsDropped grants of ACLs that were left out, because the destination does not know
   *     whom they are for
   * @param encodingsUnknown attributes that had to be asked for by S3, because their encoding is of
   *     another release
   * @param ownersReplaced objects that were written in another one's name, because the destination
   *     lacks their owner
   * @param storageClassesLost objects that are in the default storage class, because the
   *     destination lacks theirs
   * @param blockPublicAclsLost buckets that are at the destination without their BlockPublicAcls
   * @param locksLost objects that are at a store without their retention or legal hold
   * @param bucketSettingsLost settings that buckets do not have at a store
   */
  public record Snapshot(
      Map<CopyOutcome, Long> outcomes,
      long bytes,
      long gaps,
      long failedRounds,
      long grantsDropped,
      long encodingsUnknown,
      long ownersReplaced,
      long storageClassesLost,
      long blockPublicAclsLost,
      long locksLost,
      long bucketSettingsLost) {
    public Snapshot {
      outcomes = Map.copyOf(outcomes);
    }

    /** Objects copied, ETag kept or not. */
    public long copied() {
      return of(CopyOutcome.COPIED) + of(CopyOutcome.COPIED_ETAG_DIFFERS);
    }

    /** Entries that ended so. */
    public long of(CopyOutcome outcome) {
      return outcomes.getOrDefault(outcome, 0L);
    }
  }
}
