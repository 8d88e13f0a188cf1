package io.gyre.ops;

import io.gyre.checkpoint.BucketFacts;
import io.gyre.log.BucketInstance;
import io.gyre.log.BucketShard;
import io.gyre.route.BucketShardLag;
import io.gyre.route.RouteStatistics.Speed;
import io.gyre.route.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Puts together what the checkpoint and the actors know of each bucket. */
final class BucketLines {
  /** Those first that wait the longest, then those that are copied, then those with a problem. */
  private static final Comparator<BucketLine> WORST_FIRST =
      Comparator.comparing((BucketLine line) -> line.since().orElse(Instant.MAX))
          .thenComparing(line -> line.state() != BucketLine.State.FULL_PASS)
          .thenComparing(line -> line.state() == BucketLine.State.FOLLOWING)
          .thenComparing(line -> -line.facts().parked())
          .thenComparing(line -> line.facts().source().bucket());

  /** Of one bucket, what its bucket shards at work know. */
  private static final class AtWork {
    private final List<Waiting> waiting = new ArrayList<>();
    private double entries;
    private double bytes;
  }

  private BucketLines() {}

  /**
   * One line for each bucket.
   *
   * @param facts without the bucket shards at work
   * @param atWork what is known of those
   * @param speeds of those
   * @param max lines at most
   */
  static List<BucketLine> of(
      List<BucketFacts> facts,
      Map<BucketShard, BucketShardLag> atWork,
      Map<BucketShard, Speed> speeds,
      int max) {
    Map<BucketInstance, AtWork> known = new HashMap<>();
    atWork.forEach(
        (shard, lag) -> lag.waiting().ifPresent(of(known, shard.instance()).waiting::add));
    speeds.forEach(
        (shard, speed) -> {
          AtWork bucket = of(known, shard.instance());
          bucket.entries += speed.entries();
          bucket.bytes += speed.bytes();
        });
    return facts.stream()
        .map(fact -> line(fact, of(known, fact.source())))
        .sorted(WORST_FIRST)
        .limit(max)
        .toList();
  }

  private static AtWork of(Map<BucketInstance, AtWork> known, BucketInstance bucket) {
    return Objects.requireNonNull(known.computeIfAbsent(bucket, made -> new AtWork()));
  }

  private static BucketLine line(BucketFacts facts, AtWork atWork) {
    Optional<Waiting> longest = atWork.waiting.stream().min(Comparator.comparing(Waiting::since));
    Optional<Instant> since =
        Stream.concat(facts.since().stream(), longest.map(Waiting::since).stream())
            .min(Comparator.naturalOrder());
    return new BucketLine(
        facts,
        facts.changed() + atWork.waiting.size(),
        since,
        longest
            .filter(oldest -> Optional.of(oldest.since()).equals(since))
            .map(Waiting::oldest)
            .orElse(""),
        atWork.waiting.stream().mapToLong(Waiting::entries).sum(),
        facts.changed() > 0 || atWork.waiting.stream().anyMatch(Waiting::more),
        atWork.entries,
        atWork.bytes,
        Optional.empty());
  }
}
