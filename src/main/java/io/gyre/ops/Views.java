package io.gyre.ops;

import io.gyre.checkpoint.CheckpointView;
import io.gyre.checkpoint.LogKind;
import io.gyre.checkpoint.ParkedItem;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import io.gyre.log.LogShards;
import io.gyre.route.BucketShardLag;
import io.gyre.route.LagTracker;
import io.gyre.route.RouteLag;
import io.gyre.route.Waiting;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What operators see of a running route, made when somebody looks. */
final class Views {
  /** Buckets that are named at most. */
  static final int MAX_BUCKETS = 1000;

  private static final Duration MAX_AGE = Duration.ofSeconds(1);

  private final OperatedRoute route;
  private final CheckpointReads checkpoint;
  private final Clock clock;
  private final PassSizes sizes;
  private final History history = new History();
  private final SharedView<RouteView> whole;
  private final SharedView<List<BucketLine>> buckets;
  private final SharedView<List<LogShardLine>> logShards;

  Views(OperatedRoute route, CheckpointReads checkpoint, Clock clock) {
    this.route = route;
    this.checkpoint = checkpoint;
    this.clock = clock;
    this.sizes = new PassSizes(route.sourceSizes(), route.destinationSizes(), clock);
    this.whole = new SharedView<>(this::makeWhole, MAX_AGE, System::nanoTime);
    this.buckets = new SharedView<>(this::makeBuckets, MAX_AGE, System::nanoTime);
    this.logShards = new SharedView<>(this::makeLogShards, MAX_AGE, System::nanoTime);
  }

  OperatedRoute route() {
    return route;
  }

  /** How it was in the last hour. */
  History history() {
    return history;
  }

  /** The route as a whole. */
  CompletionStage<RouteView> whole() {
    return whole.get();
  }

  /** Buckets, the worst first, {@link #MAX_BUCKETS} of them. */
  CompletionStage<List<BucketLine>> buckets() {
    return buckets.get();
  }

  /** All log shards, by log and number. */
  CompletionStage<List<LogShardLine>> logShards() {
    return logShards.get();
  }

  /** Parked entries, oldest first, after the one of this number (0: from the first). */
  CompletionStage<List<ParkedItem>> parked(long after, int max) {
    return checkpoint.read(view -> view.parkedAfter(after, max));
  }

  /** Makes a short change to the checkpoint. */
  <T> CompletionStage<T> amend(Function<CheckpointView, T> change) {
    return checkpoint.amend(change);
  }

  private CompletionStage<RouteView> makeWhole() {
    LagTracker.Snapshot known = route.lag().snapshot();
    return checkpoint
        .read(view -> view.facts(known.buckets().keySet()))
        .thenApply(
            facts ->
                new RouteView(
                    clock.instant(),
                    RouteLag.of(known, facts.behind()),
                    facts,
                    route.statistics().snapshot(),
                    route.statistics().speed(clock.instant()),
                    known.buckets().values().stream()
                        .flatMap(one -> one.waiting().stream())
                        .mapToLong(Waiting::entries)
                        .sum()));
  }

  /** Those at work are asked for besides: they may be marked, and not behind. */
  private CompletionStage<List<BucketLine>> makeBuckets() {
    Map<BucketShard, BucketShardLag> atWork = route.lag().snapshot().buckets();
    return checkpoint
        .read(view -> view.buckets(atWork.keySet(), MAX_BUCKETS + atWork.size()))
        .thenApply(
            facts ->
                BucketLines.of(
                    facts, atWork, route.statistics().speeds(clock.instant()), MAX_BUCKETS))
        .thenCompose(this::withSizes);
  }

  private CompletionStage<List<BucketLine>> withSizes(List<BucketLine> lines) {
    List<BucketName> copied =
        lines.stream()
            .filter(BucketLine::isFirstCopy)
            .map(line -> line.facts().source().bucket())
            .distinct()
            .toList();
    return sizes
        .left(copied)
        .thenApply(
            left ->
                lines.stream()
                    .map(
                        line ->
                            line.isFirstCopy()
                                ? line.leaving(
                                    Optional.ofNullable(left.get(line.facts().source().bucket())))
                                : line)
                    .toList());
  }

  private CompletionStage<List<LogShardLine>> makeLogShards() {
    LagTracker.Snapshot known = route.lag().snapshot();
    int shards = (int) known.logs().stream().filter(shard -> shard.kind() == LogKind.DATA).count();
    Map<Integer, List<BucketShardLag>> atWork = new HashMap<>();
    if (shards > 0) {
      known
          .buckets()
          .forEach(
              (shard, lag) ->
                  atWork
                      .computeIfAbsent(LogShards.data(shard, shards), made -> new ArrayList<>())
                      .add(lag));
    }
    return checkpoint
        .read(view -> view.logShards(known.buckets().keySet()))
        .thenApply(facts -> LogShardLine.of(known.logs(), facts, atWork));
  }
}
