package io.gyre.route;

import io.gyre.checkpoint.BucketShardState;
import io.gyre.checkpoint.BucketState;
import io.gyre.checkpoint.Change;
import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Source;

/**
 * The full pass of one bucket shard: lists it from the recorded position and copies what is there.
 * The position is durable as it moves, so that a pass that was cut off, or whose time was up, goes
 * on where it was.
 */
final class FullPass {
  /** Why the listing ended. */
  enum Kind {
    DONE,
    CUT,
    GONE
  }

  /**
   * How a pass ended.
   *
   * @param entries versions that were listed
   */
  record End(Kind kind, long entries) {}

  /** Where the listing stands. */
  private static final class Listing {
    private final ListingPosition from;
    private final Instant until;
    private final KeyGroups groups;
    private Kind kind = Kind.DONE;

    private Listing(BucketShardState state, Instant until) {
      this.from = state.listing();
      this.until = until;
      this.groups = new KeyGroups(from, state.recheck());
    }

    /** Only with something achieved: a key of many versions is listed in one go. */
    private boolean isOver(Instant now) {
      if (!now.isBefore(until) && !groups.reached().equals(from)) {
        kind = Kind.CUT;
      }
      return kind == Kind.CUT;
    }

    private List<LedgerItem<ListingPosition>> add(ListedVersion version) {
      return groups.add(version);
    }

    /** Whether a key has more versions than were listed is known at the end of all only. */
    private Optional<List<LedgerItem<ListingPosition>>> last() {
      return kind == Kind.CUT ? Optional.empty() : Optional.of(groups.takeLast());
    }
  }

  private final RouteServices services;
  private final Materializer materializer;

  FullPass(RouteServices services, Materializer materializer) {
    this.services = services;
    this.materializer = materializer;
  }

  /** Runs to the end of the listing, or until its time is up. */
  CompletionStage<End> run(BucketShardState state, BucketState bucket) {
    return TaskRunner.create(services, state.shard(), bucket, false)
        .thenCompose(
            runner ->
                run(state, runner)
                    .thenCompose(
                        end ->
                            end.kind() == Kind.DONE && state.recheck()
                                ? new ExtraVersions(services, state.shard(), bucket, materializer)
                                    .run(runner)
                                    .thenApply(extra -> end)
                                : CompletableFuture.completedFuture(end)));
  }

  private CompletionStage<End> run(BucketShardState state, TaskRunner runner) {
    boolean full = runner.full();
    Listing listing = new Listing(state, now().plus(services.settings().roundSlice()));
    Source<LedgerItem<ListingPosition>, NotUsed> items =
        pages(state, listing)
            .mapConcat(ListingPage::versions)
            .statefulMap(
                () -> listing,
                (same, version) -> Pair.create(same, same.add(version)),
                Listing::last)
            .mapConcat(item -> item);
    List<LedgerItem<ListingPosition>> parked =
        runner.due().stream().map(tasks -> new LedgerItem<>(state.listing(), tasks)).toList();
    return new WatermarkStream<ListingPosition>(services, state.shard(), materializer)
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
                        new End(listing.kind, entries - parked.size())));
  }

  private Source<ListingPage, NotUsed> pages(BucketShardState state, Listing listing) {
    return Source.unfoldAsync(
        Optional.of(state.listing()),
        (Optional<ListingPosition> after) ->
            after.isEmpty() || listing.isOver(now())
                ? CompletableFuture.completedFuture(Optional.empty())
                : services
                    .log()
                    .list(state.shard(), after.get(), services.settings().listingPage())
                    .thenApply(page -> accept(listing, page)));
  }

  private static Optional<Pair<Optional<ListingPosition>, ListingPage>> accept(
      Listing listing, Optional<ListingPage> page) {
    if (page.isEmpty()) {
      listing.kind = Kind.GONE;
    }
    return page.map(
        listed ->
            Pair.create(listed.more() ? Optional.of(listed.next()) : Optional.empty(), listed));
  }

  private Instant now() {
    return services.clock().instant();
  }
}
