package io.gyre.route;

import io.gyre.checkpoint.CheckpointStore.Behind;
import io.gyre.checkpoint.LogKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How far behind the destination is. Parked entries have their outcome and do not count: they are
 * shown beside it.
 *
 * @param copying bucket shards that are still to be copied, or compared, in full
 * @param changed others with changes known to wait
 * @param comparingMetadata whether users and buckets are being compared in full, so that more of
 *     them may come
 */
public record RouteLag(
    Part metadata, Part data, int copying, int changed, boolean comparingMetadata) {
  private static final Duration LEAST = Duration.ofSeconds(1);

  /**
   * One of both logs.
   *
   * @param since since when changes wait, or may wait because the source cannot be read; by the
   *     source's clock; empty when none are known to
   * @param asOf when the last complete round of polls began: all that was made before is known
   * @param open whether something is behind of which nobody knows since when, as in a first copy,
   *     or before the first complete round of polls
   * @param failing log shards whose last read failed
   * @param failure of one of them; empty when there is none
   */
  public record Part(
      Optional<Instant> since,
      Optional<Instant> asOf,
      boolean open,
      int failing,
      Optional<String> failure) {

    /**
     * The age of the oldest change that is not applied; empty when that is not known. While
     * something is open it is at least this much.
     */
    public Optional<Duration> age(Instant now) {
      return RouteLag.age(since, open, now);
    }
  }

  /**
   * What is known, put together.
   *
   * @param recorded by the checkpoint, of the bucket shards that are not among those at work
   */
  public static RouteLag of(LagTracker.Snapshot known, Behind recorded) {
    Collection<BucketShardLag> atWork = known.buckets().values();
    List<Instant> changed =
        atWork.stream().flatMap(one -> one.waiting().stream()).map(Waiting::since).toList();
    boolean comparing = known.pass().due();
    Part data =
        part(
            known,
            LogKind.DATA,
            Stream.concat(recorded.since().stream(), changed.stream()),
            atWork.stream().flatMap(one -> one.readTo().stream()),
            recorded.copying() > 0 || comparing);
    return new RouteLag(
        metadata(known), data, recorded.copying(), recorded.changed() + changed.size(), comparing);
  }

  /** A source without a metadata log is compared from time to time. */
  private static Part metadata(LagTracker.Snapshot known) {
    boolean hasLog = known.logs().stream().anyMatch(shard -> shard.kind() == LogKind.METADATA);
    return part(
        known,
        LogKind.METADATA,
        Stream.empty(),
        hasLog ? Stream.empty() : known.pass().done().stream(),
        known.pass().due());
  }

  private static Part part(
      LagTracker.Snapshot known,
      LogKind kind,
      Stream<Instant> waiting,
      Stream<Instant> reads,
      boolean open) {
    List<LogShardLag> logs = known.logs().stream().filter(one -> one.kind() == kind).toList();
    boolean round = logs.stream().allMatch(shard -> shard.readTo().isPresent());
    List<LogShardLag> failing = logs.stream().filter(one -> one.failure().isPresent()).toList();
    return new Part(
        oldest(Stream.concat(waiting, logs.stream().flatMap(one -> one.since().stream()))),
        round
            ? oldest(Stream.concat(reads, logs.stream().flatMap(one -> one.readTo().stream())))
            : Optional.empty(),
        open || !round,
        failing.size(),
        failing.stream().flatMap(one -> one.failure().stream()).findFirst());
  }

  private static Optional<Instant> oldest(Stream<Instant> times) {
    return times.min(Comparator.naturalOrder());
  }

  /** Since when the longest of all has waited; empty where nothing is known to. */
  public Optional<Instant> since() {
    return oldest(Stream.of(metadata, data).flatMap(part -> part.since().stream()));
  }

  /** As of when both are known; empty before the first complete round of polls. */
  public Optional<Instant> asOf() {
    return metadata.asOf().isEmpty() || data.asOf().isEmpty()
        ? Optional.empty()
        : oldest(Stream.of(metadata, data).flatMap(part -> part.asOf().stream()));
  }

  /** The larger of both; empty when it is not known, and not zero as far as is known. */
  public Optional<Duration> age(Instant now) {
    return age(since(), metadata.open() || data.open(), now);
  }

  /** What has just come in makes nothing known of what is open: that it is behind by no time. */
  private static Optional<Duration> age(Optional<Instant> since, boolean open, Instant now) {
    Optional<Duration> known =
        since
            .map(oldest -> Duration.between(oldest, now))
            .map(age -> age.isNegative() ? Duration.ZERO : age);
    return open
        ? known.filter(age -> age.compareTo(LEAST) >= 0)
        : Optional.of(known.orElse(Duration.ZERO));
  }

  /** Log shards whose last read failed. */
  public int failing() {
    return metadata.failing() + data.failing();
  }

  /** Bucket shards that are not at their end. */
  public int behind() {
    return copying + changed;
  }
}
