package io.gyre.check;

import io.gyre.copy.FairGate;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Source;

/** First looks at everything that is compared. */
final class Comparison {
  /** Pairs of index shards that are listed at once; of each, up to four pages are held. */
  private static final int INDEXES_AT_ONCE = 8;

  /** Keys whose versions are asked for at once. */
  private static final int EXAMINED_AT_ONCE = 64;

  private final Optional<UserCheck> users;
  private final BucketCheck buckets;
  private final ObjectCheck objects;
  private final Scope scope;

  /**
   * @param placements placement targets of the destination
   * @param gate versions that are asked for at once, and their bytes
   * @param confirmation waits for a bucket that not both ends have; empty where it counts as empty
   */
  Comparison(
      ZoneView source,
      Counterpart destination,
      Set<String> placements,
      Allowed allowed,
      Scope scope,
      FairGate gate,
      Optional<Confirmation> confirmation,
      Clock clock,
      Materializer materializer) {
    this.scope = scope;
    this.users =
        destination
            .users()
            .map(
                zone ->
                    new UserCheck(
                        source, zone, placements, allowed.map().owners(), scope.oneWay()));
    this.buckets = new BucketCheck(source, destination, scope, confirmation);
    KeyExaminer examiner =
        new KeyExaminer(
            source.contents(),
            destination,
            allowed,
            new SelectedVersions(scope.contents()),
            gate,
            clock,
            materializer);
    this.objects = new ObjectCheck(source, destination, allowed, examiner, scope, clock);
  }

  /** Results, and what is to be looked at again, in no order. */
  Source<Item, NotUsed> items() {
    Source<Item, NotUsed> ofBuckets = buckets.buckets().flatMapMerge(INDEXES_AT_ONCE, this::opened);
    return users
        .filter(compared -> scope.users())
        .map(compared -> compared.users().concatLazy(ofBuckets))
        .orElse(ofBuckets)
        .mapAsyncUnordered(EXAMINED_AT_ONCE, this::examined);
  }

  private Source<Item, NotUsed> opened(Item item) {
    return item instanceof Item.ToMerge merge ? objects.merged(merge) : Source.single(item);
  }

  private CompletionStage<Item> examined(Item item) {
    return item instanceof Item.ToExamine key
        ? objects.examined(key)
        : CompletableFuture.completedFuture(item);
  }
}
