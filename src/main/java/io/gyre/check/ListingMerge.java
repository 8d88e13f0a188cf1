package io.gyre.check;

import io.gyre.check.KeyJoin.Joined;
import io.gyre.check.KeyJoin.Rows;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;

/**
 * Merges the listings of both ends while they are read. Of each, one page is held and the next one
 * is on its way, however long the listing is.
 */
final class ListingMerge {
  private final Function<ListingPosition, CompletionStage<ListingPage>> source;
  private final Function<ListingPosition, CompletionStage<ListingPage>> destination;

  /**
   * @param source a page of the source's listing, with whole keys in key order
   * @param destination the same of the destination's
   */
  ListingMerge(
      Function<ListingPosition, CompletionStage<ListingPage>> source,
      Function<ListingPosition, CompletionStage<ListingPage>> destination) {
    this.source = source;
    this.destination = destination;
  }

  /** All keys that either end lists, in key order, in as many batches as there are pages. */
  Source<List<KeyPair>, NotUsed> pairs() {
    return Source.lazySource(
            () -> Source.unfoldAsync(new State(begin(source), begin(destination)), this::step))
        .mapMaterializedValue(ignored -> NotUsed.getInstance());
  }

  private record State(End source, End destination) {
    boolean done() {
      return source.rows().drained()
          && source.rows().last()
          && destination.rows().drained()
          && destination.rows().last();
    }
  }

  /**
   * @param next the page after these rows, on its way; empty after the last
   */
  private record End(Rows rows, Optional<CompletionStage<ListingPage>> next) {}

  private static End begin(Function<ListingPosition, CompletionStage<ListingPage>> listing) {
    return new End(
        new Rows(List.of(), 0, false), Optional.of(listing.apply(ListingPosition.START)));
  }

  private CompletionStage<Optional<Pair<State, List<KeyPair>>>> step(State state) {
    return state.done()
        ? CompletableFuture.completedFuture(Optional.empty())
        : filled(state.source(), source)
            .thenCombine(filled(state.destination(), destination), ListingMerge::joined)
            .thenApply(Optional::of);
  }

  private static Pair<State, List<KeyPair>> joined(End source, End destination) {
    Joined joined = KeyJoin.join(source.rows(), destination.rows());
    return Pair.create(
        new State(
            new End(joined.source(), source.next()),
            new End(joined.destination(), destination.next())),
        joined.pairs());
  }

  private static CompletionStage<End> filled(
      End end, Function<ListingPosition, CompletionStage<ListingPage>> listing) {
    return end.rows().wantsPage()
        ? end.next().orElseThrow().thenApply(page -> arrived(page, listing))
        : CompletableFuture.completedFuture(end);
  }

  private static End arrived(
      ListingPage page, Function<ListingPosition, CompletionStage<ListingPage>> listing) {
    return new End(
        new Rows(page.versions(), 0, !page.more()),
        page.more() ? Optional.of(listing.apply(page.next())) : Optional.empty());
  }
}
