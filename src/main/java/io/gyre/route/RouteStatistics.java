package io.gyre.route;

import io.gyre.checkpoint.CheckpointStore;
import io.gyre.copy.CopyOutcome;
import io.gyre.log.BucketShard;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * What the route has done since this process started, and how far behind it is. Written by many
 * threads, read for progress lines and status.
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

  /**
   * Bucket shards whose log has been read to its end, while they are at work and marked dirty in
   * the checkpoint, and since when they have been behind again. What the others lack, the
   * checkpoint knows.
   */
  private final Map<BucketShard, Optional<Instant>> followed = new ConcurrentHashMap<>();

  private volatile boolean comparingMetadata;

  public RouteStatistics() {
    for (CopyOutcome outcome : CopyOutcome.values()) {
      outcomes.put(outcome, new LongAdder());
    }
  }

  /** An entry has its outcome. */
  void ended(CopyOutcome outcome, long copiedBytes) {
    Objects.requireNonNull(outcomes.get(outcome)).increment();
    bytes.add(copiedBytes);
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

  /** Whether users and buckets are being compared in full: more bucket shards may become known. */
  void comparingMetadata(boolean underWay) {
    comparingMetadata = underWay;
  }

  /** Changes of a bucket shard wait since then, unless they have waited for longer already. */
  void isBehind(BucketShard shard, Instant since) {
    followed.computeIfPresent(shard, (known, before) -> Optional.of(before.orElse(since)));
  }

  /** A bucket shard's log was read and done to its end. */
  void caughtUp(BucketShard shard) {
    followed.put(shard, Optional.empty());
  }

  /** From now on the checkpoint alone tells whether a bucket shard is behind. */
  void asRecorded(BucketShard shard) {
    followed.remove(shard);
  }

  /** How far behind the destination is, by the checkpoint and by what was read since. */
  public CompletionStage<Lag> lag(CheckpointStore checkpoints) {
    Map<BucketShard, Optional<Instant>> heard = Map.copyOf(followed);
    boolean comparing = comparingMetadata;
    return checkpoints
        .behind(heard.keySet())
        .thenApply(
            recorded -> {
              List<Instant> again = heard.values().stream().flatMap(Optional::stream).toList();
              return new Lag(
                  recorded.copying(),
                  recorded.changed() + again.size(),
                  Stream.concat(recorded.since().stream(), again.stream())
                      .min(Comparator.naturalOrder()),
                  comparing);
            });
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

  /**
   * How far behind the destination is.
   *
   * @param copying bucket shards that are still to be copied, or compared, in full
   * @param changed others with changes known to wait
   * @param since since when the longest of both has had changes waiting, by the source's clock;
   *     empty where that is not known
   * @param comparingMetadata whether users and buckets are being compared in full, so that more of
   *     them may come
   */
  public record Lag(int copying, int changed, Optional<Instant> since, boolean comparingMetadata) {
    /** Bucket shards that are not at their end. */
    public int behind() {
      return copying + changed;
    }
  }
}
