package io.gyre.check;

import io.gyre.check.Checked.EqualKeys;
import io.gyre.check.Checked.Finding;
import io.gyre.check.Checked.Listed;
import io.gyre.check.Checked.Unlisted;
import io.gyre.check.ListingComparison.Agreement;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.pf.PFBuilder;
import org.apache.pekko.stream.javadsl.Source;

/** Compares the objects of buckets that both ends have. */
final class ObjectCheck {
  private final ZoneView source;
  private final Counterpart destination;
  private final ListingComparison comparison;
  private final KeyExaminer examiner;
  private final Scope scope;
  private final SelectedVersions selected;
  private final Clock clock;

  ObjectCheck(
      ZoneView source,
      Counterpart destination,
      Allowed allowed,
      KeyExaminer examiner,
      Scope scope,
      Clock clock) {
    this.selected = new SelectedVersions(scope.contents());
    this.clock = clock;
    this.source = source;
    this.destination = destination;
    this.comparison = new ListingComparison(allowed);
    this.examiner = examiner;
    this.scope = scope;
  }

  /**
   * What the listings of one pair of indexes tell. One that an end refuses to list does not end the
   * comparison of the others; an end that cannot be reached does.
   */
  Source<Item, NotUsed> merged(Item.ToMerge merge) {
    IndexPair index = merge.index();
    return new ListingMerge(
            after -> page(source::list, index.source(), after),
            after ->
                index
                    .destination()
                    .map(shard -> page(destination::list, shard, after))
                    .orElseGet(ObjectCheck::nothing))
        .pairs()
        .mapConcat(pairs -> compared(merge, pairs))
        .recover(
            new PFBuilder<Throwable, Item>()
                .match(
                    Throwable.class,
                    ObjectCheck::isAnAnswer,
                    failure -> unlisted(merge.bucket(), failure))
                .build());
  }

  private static CompletionStage<ListingPage> page(
      BiFunction<BucketShard, ListingPosition, CompletionStage<Optional<ListingPage>>> listing,
      BucketShard shard,
      ListingPosition after) {
    return listing.apply(shard, after).thenApply(page -> page.orElseThrow(() -> gone(shard)));
  }

  private static CompletionStage<ListingPage> nothing() {
    return CompletableFuture.completedFuture(
        new ListingPage(List.of(), ListingPosition.START, false));
  }

  private static GatewayException gone(BucketShard shard) {
    return new GatewayException(
        FailureClass.GONE,
        404,
        "",
        "the index " + shard + " is not there: the bucket was removed or resharded meanwhile",
        null);
  }

  private static boolean isAnAnswer(Throwable failure) {
    return GatewayException.unwrap(failure) instanceof GatewayException known
        && !known.isOfTheEndpoint();
  }

  private static Item unlisted(BucketName bucket, Throwable failure) {
    String why = String.valueOf(GatewayException.unwrap(failure).getMessage());
    return new Item.Result(
        new Finding(new Subject.Listing(bucket), Verdict.ERROR, Verdict.ERROR, List.of(), 1, why));
  }

  private List<Item> compared(Item.ToMerge merge, List<KeyPair> all) {
    List<KeyPair> pairs = selected(all);
    List<Item> items = new ArrayList<>();
    List<String> equal = new ArrayList<>();
    for (KeyPair pair : pairs) {
      Agreement agreement = comparison.agreement(pair);
      Depth depth = scope.depthOf(merge.bucket(), pair.key());
      if (agreement == Agreement.EQUAL && !depth.asksForVersions()) {
        equal.add(pair.key());
      } else if (agreement != Agreement.DIFFERENT || !selected.doubtful(pair).isEmpty()) {
        items.add(new Item.ToExamine(merge.index().shardOf(pair.key()), pair, depth));
      } else if (!scope.oneWay() || !pair.source().isEmpty()) {
        items.add(different(merge.index().shardOf(pair.key()), pair, depth));
      }
    }
    items.add(new Item.Result(listed(pairs)));
    unlisted(merge.bucket(), pairs).map(Item.Result::new).ifPresent(items::add);
    items.add(new Item.Result(new EqualKeys(merge.bucket(), equal)));
    return items;
  }

  private List<KeyPair> selected(List<KeyPair> pairs) {
    Instant now = clock.instant();
    return pairs.stream()
        .filter(pair -> scope.contents().takeKey(pair.key()))
        .map(pair -> selected.of(named(pair), now))
        .filter(pair -> !pair.source().isEmpty() || !pair.destination().isEmpty())
        .toList();
  }

  private KeyPair named(KeyPair pair) {
    return new KeyPair(
        pair.key(), pair.source(), destination.named(pair.source(), pair.destination()));
  }

  private Optional<Unlisted> unlisted(BucketName bucket, List<KeyPair> pairs) {
    Map<String, Integer> lost = Map.of();
    for (KeyPair pair : pairs) {
      lost = NotCarried.sum(lost, destination.notCarried(pair.source()));
    }
    return lost.isEmpty() ? Optional.empty() : Optional.of(new Unlisted(bucket, lost));
  }

  private static Listed listed(List<KeyPair> pairs) {
    long keys = 0;
    long versions = 0;
    long bytes = 0;
    for (KeyPair pair : pairs) {
      keys += pair.source().isEmpty() ? 0 : 1;
      versions += pair.source().size();
      for (ListedVersion version : pair.source()) {
        bytes += version.size();
      }
    }
    return new Listed(keys, versions, bytes);
  }

  /** Holds nothing of the page, as it may wait for long. */
  private Item different(BucketShard shard, KeyPair pair, Depth depth) {
    return after(comparison.look(pair), shard, pair.key(), depth);
  }

  /** Asks both ends for the key's versions. */
  CompletionStage<Item> examined(Item.ToExamine key) {
    return examiner
        .examine(key.shard().instance().bucket(), key.pair(), key.depth())
        .exceptionally(Look::failed)
        .thenApply(look -> after(look, key.shard(), key.pair().key(), key.depth()));
  }

  private Item after(Look first, BucketShard shard, String key, Depth depth) {
    BucketName bucket = shard.instance().bucket();
    Supplier<CompletionStage<Look>> again = () -> examiner.look(bucket, key, depth);
    return Item.after(first, new Subject.Key(bucket, key), Optional.of(shard), again);
  }
}
