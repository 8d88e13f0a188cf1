package io.gyre.check;

import io.gyre.check.Checked.Finding;
import io.gyre.check.Look.Outcome;
import io.gyre.log.BucketName;
import io.gyre.map.Mapping;
import io.gyre.metadata.KnownBucket;
import io.gyre.metadata.MetadataDifferences;
import io.gyre.metadata.MetadataKeys;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;

/**
 * Compares buckets with their settings, and says of which the objects are to be compared. Names
 * come in no order, so each end's are read, and the other end is asked for each.
 */
final class BucketCheck {
  private static final String BUCKET = "bucket";

  /** Buckets that are asked for at once. */
  private static final int AT_ONCE = 16;

  /** Buckets that wait for another look before their objects are compared. */
  private static final int WAITING = 256;

  private final ZoneView source;
  private final ZoneView destination;
  private final Mapping map;
  private final Scope scope;
  private final Optional<Confirmation> confirmation;

  /**
   * @param map whose things are at the destination, and where
   * @param confirmation waits for a bucket that not both ends have; empty where one that the
   *     destination lacks is to be compared as an empty one
   */
  BucketCheck(
      ZoneView source,
      ZoneView destination,
      Mapping map,
      Scope scope,
      Optional<Confirmation> confirmation) {
    this.map = map;
    this.source = source;
    this.destination = destination;
    this.scope = scope;
    this.confirmation = confirmation;
  }

  /** What both ends have of one. */
  private record Found(Optional<KnownBucket> here, Optional<KnownBucket> there, Mapping map) {
    /** The source's, if it has the bucket. */
    Optional<String> owner() {
      return here.or(() -> there).map(KnownBucket::owner);
    }

    Look look() {
      if (here.isEmpty() || there.isEmpty()) {
        return Look.absent(here.isPresent(), there.isPresent(), here);
      }
      List<String> names = MetadataDifferences.ofBucket(here.get(), there.get(), map);
      return Look.of(Aspect.hidden(names), here);
    }
  }

  /**
   * @param items the bucket itself, if it is there at all, then its indexes
   */
  private record Seen(BucketName name, List<Item> items) {
    static Seen of(BucketName name, Item item, List<Item> indexes) {
      return new Seen(name, Stream.concat(Stream.of(item), indexes.stream()).toList());
    }
  }

  /** Each bucket, and behind it what is to be merged of its objects. */
  Source<Item, NotUsed> buckets() {
    Source<BucketName, NotUsed> here =
        scope.named().isEmpty() ? names(source) : Source.from(scope.named());
    Source<BucketName, NotUsed> there =
        scope.named().isEmpty() && !scope.oneWay()
            ? names(destination).mapAsyncUnordered(AT_ONCE, this::extra).mapConcat(found -> found)
            : Source.empty();
    return here.concat(there)
        .mapAsyncUnordered(AT_ONCE, this::first)
        .mapAsyncUnordered(WAITING, this::appeared)
        .mapConcat(Seen::items);
  }

  private Source<BucketName, NotUsed> names(ZoneView zone) {
    return MetadataKeys.of(marker -> zone.keys(BUCKET, marker))
        .map(BucketName::parse)
        .filter(scope.selected()::test);
  }

  /** The bucket, if the source does not have it. */
  private CompletionStage<List<BucketName>> extra(BucketName name) {
    return source
        .metadata()
        .get(BUCKET, name.toString())
        .thenApply(here -> here.isPresent() ? List.<BucketName>of() : List.of(name))
        .exceptionally(unknown -> List.of(name));
  }

  private CompletionStage<Found> read(BucketName name) {
    return KnownBucket.read(source.metadata(), source.lockDefault(), name)
        .thenCombine(
            KnownBucket.read(destination.metadata(), destination.lockDefault(), name),
            (here, there) -> new Found(here, there, map));
  }

  private CompletionStage<Seen> first(BucketName name) {
    return read(name)
        .thenApply(
            found ->
                found.owner().filter(owner -> !scope.owners().test(name, owner)).isPresent()
                    ? new Seen(name, List.of())
                    : Seen.of(name, item(name, found.look()), indexes(name, found)))
        .exceptionally(failure -> Seen.of(name, item(name, Look.failed(failure)), List.of()));
  }

  private Item item(BucketName name, Look first) {
    return Item.after(
        first, new Subject.Bucket(name), Optional.empty(), () -> read(name).thenApply(Found::look));
  }

  private List<Item> indexes(BucketName name, Found found) {
    if (!scope.objects() || found.here().isEmpty()) {
      return List.of();
    }
    KnownBucket here = found.here().get();
    List<IndexPair> alone = confirmation.isEmpty() ? IndexPair.of(here) : List.of();
    return found.there().map(there -> IndexPair.of(here, there)).orElse(alone).stream()
        .<Item>map(index -> new Item.ToMerge(name, index))
        .toList();
  }

  /** One that not both ends had is waited for here: its objects are compared once both have it. */
  private CompletionStage<Seen> appeared(Seen seen) {
    if (seen.items().isEmpty() || confirmation.isEmpty()) {
      return CompletableFuture.completedFuture(seen);
    }
    if (!(seen.items().get(0) instanceof Item.ToConfirm waiting)
        || waiting.suspect().first().outcome() == Outcome.DIFFERS) {
      return CompletableFuture.completedFuture(seen);
    }
    return confirmation
        .get()
        .of(waiting.suspect())
        .thenCompose(
            result ->
                result
                    .map(checked -> compared(seen.name(), checked))
                    .orElseGet(
                        () -> CompletableFuture.completedFuture(new Seen(seen.name(), List.of()))));
  }

  private CompletionStage<Seen> compared(BucketName name, Checked checked) {
    Item item = new Item.Result(checked);
    return isThere(checked)
        ? read(name).thenApply(found -> Seen.of(name, item, indexes(name, found)))
        : CompletableFuture.completedFuture(Seen.of(name, item, List.of()));
  }

  private static boolean isThere(Checked result) {
    return !(result instanceof Finding finding) || finding.seen() == Verdict.DIFFERS;
  }
}
