package io.gyre.route;

import io.gyre.checkpoint.BucketShardState;
import io.gyre.checkpoint.BucketState;
import io.gyre.checkpoint.BucketState.Standing;
import io.gyre.checkpoint.Phase;
import io.gyre.log.BucketShard;
import io.gyre.log.LogPosition;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/**
 * One look at all buckets: finds bucket shards whose log has moved past our watermark although
 * nothing announced it, as happens when a gateway crashes within its data log window.
 */
final class Sweep {
  private static final int BUCKETS_A_PAGE = 200;

  private final RouteServices services;
  private final Materializer materializer;

  Sweep(RouteServices services, Materializer materializer) {
    this.services = services;
    this.materializer = materializer;
  }

  /**
   * Runs over all buckets.
   *
   * @param atOnce buckets that are asked for at once
   * @param pause least time between two buckets, zero for none
   * @param behind told of each bucket shard that has something unread
   */
  CompletionStage<Done> run(
      int atOnce, Duration pause, Function<BucketShard, CompletionStage<?>> behind) {
    Source<BucketState, NotUsed> followed =
        buckets().filter(bucket -> bucket.standing() == Standing.FOLLOWED);
    Source<BucketState, NotUsed> paced = pause.isZero() ? followed : followed.throttle(1, pause);
    return paced
        .mapAsyncUnordered(atOnce, bucket -> look(bucket, behind))
        .runWith(Sink.ignore(), materializer);
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
                heads.isEmpty()
                    ? CompletableFuture.completedFuture(Done.getInstance())
                    : compare(heads.get(), behind));
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

  private static boolean isBehind(Optional<BucketShardState> state, LogPosition head) {
    return state.isEmpty()
        || state.get().phase() == Phase.STOPPED
        || (state.get().phase() == Phase.INCREMENTAL && !state.get().position().equals(head));
  }
}
