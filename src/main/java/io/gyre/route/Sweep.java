package io.gyre.route;

import io.gyre.checkpoint.BucketShardState;
import io.gyre.checkpoint.BucketState;
import io.gyre.checkpoint.BucketState.Standing;
import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.Shortfall;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import io.gyre.log.LogPosition;
import io.gyre.log.LogShards;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look at all buckets: finds bucket shards whose log has moved past our watermark although
 * nothing announced it, as happens when a gateway crashes within its data log window. One that
 * cannot be looked at while the source answers is recorded as a {@link Shortfall}, until a sweep
 * can, and does not keep the others from being looked at.
 */
final class Sweep {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
  private static final int BUCKETS_A_PAGE = 200;
  private static final int SWEPT_AT_ONCE = 8;
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final RouteServices services;
  private final Materializer materializer;
  private final Set<String> failed = ConcurrentHashMap.newKeySet();

  Sweep(RouteServices services, Materializer materializer) {
    this.services = services;
    this.materializer = materializer;
  }

  /**
   * Has the data shard actors told of what is behind; completes with how many buckets could not be
   * looked at.
   *
   * @param actors by number
   */
  CompletionStage<Integer> run(List<ActorRef<DataShardActor.Command>> actors) {
    return services.settings().once()
        ? run(SWEPT_AT_ONCE, Duration.ZERO, shard -> announce(shard, actors))
        : run(1, PAUSE, shard -> announce(shard, actors));
  }

  private CompletionStage<Void> announce(
      BucketShard shard, List<ActorRef<DataShardActor.Command>> actors) {
    int logShard = LogShards.data(shard, actors.size());
    DataShardActor.Announce announce =
        new DataShardActor.Announce(shard, services.clock().instant());
    return services
        .checkpoints()
        .save(Change.of(new Change.Dirty(shard, logShard, announce.since())))
        .thenAccept(saved -> actors.get(logShard).tell(announce));
  }

  /**
   * Runs over all buckets; completes with how many could not be looked at.
   *
   * @param atOnce buckets that are asked for at once
   * @param pause least time between two buckets, zero for none
   * @param behind told of each bucket shard that has something unread
   */
  CompletionStage<Integer> run(
      int atOnce, Duration pause, Function<BucketShard, CompletionStage<?>> behind) {
    Source<BucketState, NotUsed> followed =
        buckets().filter(bucket -> bucket.standing() == Standing.FOLLOWED);
    Source<BucketState, NotUsed> paced = pause.isZero() ? followed : followed.throttle(1, pause);
    return recorded()
        .thenCompose(
            before ->
                paced
                    .mapAsyncUnordered(atOnce, bucket -> lookOrRecord(bucket, behind))
                    .runWith(Sink.ignore(), materializer)
                    .thenCompose(done -> mended(before)))
        .thenApply(done -> failed.size());
  }

  /** Buckets that earlier sweeps could not look at. */
  private CompletionStage<List<String>> recorded() {
    return services
        .checkpoints()
        .facts()
        .thenApply(
            facts ->
                Shortfall.among(facts).stream()
                    .filter(Shortfall::isOfSweep)
                    .map(Shortfall::name)
                    .toList());
  }

  private CompletionStage<Done> mended(List<String> before) {
    List<Change> mended =
        before.stream().filter(name -> !failed.contains(name)).map(Shortfall::sweepMended).toList();
    return mended.isEmpty()
        ? CompletableFuture.completedFuture(Done.getInstance())
        : services.checkpoints().save(mended).thenApply(saved -> Done.getInstance());
  }

  private CompletionStage<Done> lookOrRecord(
      BucketState bucket, Function<BucketShard, CompletionStage<?>> behind) {
    return look(bucket, behind)
        .exceptionallyCompose(
            failure ->
                GatewayException.unwrap(failure) instanceof GatewayException known
                    ? record(bucket.source().bucket().toString(), known)
                    : CompletableFuture.failedFuture(failure));
  }

  /** A source that does not answer at all fails the sweep. */
  private CompletionStage<Done> record(String bucket, GatewayException failure) {
    return services
        .log()
        .confirmZone()
        .thenCompose(
            answered -> {
              failed.add(bucket);
              String reason =
                  "changes that no log announced may be missing, because the state of its logs"
                      + " cannot be read ('radosgw-admin bucket stats' at the source may tell why): "
                      + failure.getMessage();
              LOG.warn("bucket {}: {}", bucket, reason);
              return services
                  .checkpoints()
                  .save(Change.of(Shortfall.ofSweep(bucket, reason).found()));
            })
        .thenApply(saved -> Done.getInstance());
  }

  private Source<BucketState, NotUsed> buckets() {
    return Source.unfoldAsync(
            "",
            (String after) ->
                services
                    .checkpoints()
                    .buckets(after, BUCKETS_A_PAGE)
                    .thenApply(
                        page ->
                            page.isEmpty()
                                ? Optional.empty()
                                : Optional.of(
                                    Pair.create(
                                        page.get(page.size() - 1).source().bucket().toString(),
                                        page))))
        .mapConcat(page -> page);
  }

  private CompletionStage<Done> look(
      BucketState bucket, Function<BucketShard, CompletionStage<?>> behind) {
    return services
        .heads()
        .of(bucket.source().bucket())
        .thenCompose(
            heads ->
                heads.isEmpty() ? lookUp(bucket.source().bucket()) : compare(heads.get(), behind));
  }

  /** The source does not have it, and may never have said so in its log. */
  private CompletionStage<Done> lookUp(BucketName name) {
    return services
        .metadata()
        .apply(new MetadataKey("bucket", name.toString()))
        .thenApply(applied -> Done.getInstance());
  }

  private CompletionStage<Done> compare(
      Map<BucketShard, LogPosition> heads, Function<BucketShard, CompletionStage<?>> behind) {
    return Source.from(heads.entrySet())
        .mapAsync(
            1,
            head ->
                services
                    .checkpoints()
                    .bucketShard(head.getKey())
                    .thenApply(state -> Pair.create(head, state)))
        .filter(pair -> isBehind(pair.second(), pair.first().getValue()))
        .mapAsync(
            1, pair -> behind.apply(pair.first().getKey()).thenApply(done -> Done.getInstance()))
        .runWith(Sink.ignore(), materializer);
  }

  /** One that could not be followed is looked at again: only that tells whether it can be now. */
  private static boolean isBehind(Optional<BucketShardState> state, LogPosition head) {
    return state
        .map(
            known ->
                switch (known.phase()) {
                  case INIT, FULL -> false;
                  case INCREMENTAL -> !known.position().equals(head);
                  case STOPPED, UNFOLLOWED -> true;
                })
        .orElse(true);
  }
}
