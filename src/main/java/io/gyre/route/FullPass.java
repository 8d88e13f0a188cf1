package io.gyre.route;

import io.gyre.checkpoint.BucketShardState;
import io.gyre.checkpoint.BucketState;
import io.gyre.checkpoint.Change;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Source;

/**
 * The full pass of one bucket shard: lists it from the recorded position and copies what is there.
 * The position is durable as it moves, so that a pass that was cut off goes on where it was.
 */
final class FullPass {
  private final RouteServices services;
  private final Materializer materializer;

  FullPass(RouteServices services, Materializer materializer) {
    this.services = services;
    this.materializer = materializer;
  }

  /** Runs to the end of the listing: how many versions it had; empty when the bucket is gone. */
  CompletionStage<Optional<Long>> run(BucketShardState state, BucketState bucket) {
    return TaskRunner.create(services, state.shard(), bucket, false)
        .thenCompose(
            runner ->
                run(state, runner)
                    .thenCompose(
                        listed ->
                            listed.isPresent() && state.recheck()
                                ? new ExtraVersions(services, state.shard(), bucket, materializer)
                                    .run(runner)
                                    .thenApply(extra -> listed)
                                : CompletableFuture.completedFuture(listed)));
  }

  private CompletionStage<Optional<Long>> run(BucketShardState state, TaskRunner runner) {
    boolean full = runner.full();
    AtomicBoolean gone = new AtomicBoolean();
    Source<LedgerItem<ListingPosition>, NotUsed> items =
        pages(state, gone)
            .mapConcat(ListingPage::versions)
            .statefulMap(
                () -> new KeyGroups(state.listing(), state.recheck()),
                (groups, version) -> Pair.create(groups, groups.add(version)),
                groups -> Optional.of(groups.takeLast()))
            .mapConcat(item -> item);
    List<LedgerItem<ListingPosition>> parked =
        runner.due().stream().map(tasks -> new LedgerItem<>(state.listing(), tasks)).toList();
    return new WatermarkStream<ListingPosition>(services, materializer)
        .run(
            full ? Source.from(parked) : Source.from(parked).concat(items),
            runner::run,
            reached ->
                services
                    .checkpoints()
                    .save(Change.of(new Change.ShardMoved(state.listedTo(reached)))))
        .thenCompose(
            entries ->
                full
                    ? CompletableFuture.failedFuture(runner.tooManyHeld())
                    : CompletableFuture.completedFuture(
                        gone.get() ? Optional.empty() : Optional.of(entries - parked.size())));
  }

  private Source<ListingPage, NotUsed> pages(BucketShardState state, AtomicBoolean gone) {
    return Source.unfoldAsync(
        Optional.of(state.listing()),
        (Optional<ListingPosition> after) ->
            after.isEmpty()
                ? CompletableFuture.completedFuture(Optional.empty())
                : services
                    .log()
                    .list(state.shard(), after.get(), services.settings().listingPage())
                    .thenApply(
                        page -> {
                          gone.set(page.isEmpty());
                          return page.map(
                              listed ->
                                  Pair.create(
                                      listed.more()
                                          ? Optional.of(listed.next())
                                          : Optional.<ListingPosition>empty(),
                                      listed));
                        }));
  }
}
