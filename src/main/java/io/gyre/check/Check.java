package io.gyre.check;

import io.gyre.copy.FairGate;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Source;

/**
 * Compares two zones while they are in use, in memory that does not grow with them. Listings are
 * merged as they come; what is not equal is looked at again, a while later, before it is told.
 */
public final class Check {
  /** Pairs of index shards that are listed at once; of each, up to four pages are held. */
  private static final int INDEXES_AT_ONCE = 8;

  /** Keys whose versions are asked for at once. */
  private static final int EXAMINED_AT_ONCE = 64;

  /** Suspects that wait for another look. Beyond that, listing waits for them. */
  private static final int WAITING = 10_000;

  /** Suspects that are looked at at once. */
  private static final int CONFIRMED_AT_ONCE = 32;

  private final UserCheck users;
  private final BucketCheck buckets;
  private final ObjectCheck objects;
  private final Confirmation confirmation;
  private final Scope scope;

  /**
   * @param placements placement targets of the destination
   * @param gate versions that are asked for at once, and their bytes
   * @param replication what is known of the replicator between both
   * @param delay waits without blocking
   */
  public Check(
      ZoneView source,
      ZoneView destination,
      Set<String> placements,
      Allowed allowed,
      Scope scope,
      Looks looks,
      FairGate gate,
      Replication replication,
      Function<Duration, CompletionStage<Void>> delay,
      Clock clock,
      Executor executor,
      Materializer materializer) {
    this.scope = scope;
    this.confirmation =
        new Confirmation(
            looks, delay, new FairGate(CONFIRMED_AT_ONCE, Long.MAX_VALUE, executor), replication);
    this.users = new UserCheck(source, destination, placements, scope.oneWay());
    this.buckets = new BucketCheck(source, destination, scope, confirmation);
    KeyExaminer examiner =
        new KeyExaminer(
            source.contents(),
            destination.contents(),
            uid -> destination.metadata().get("user", uid).thenApply(Optional::isPresent),
            allowed,
            new SelectedVersions(scope.contents()),
            gate,
            clock,
            materializer);
    this.objects = new ObjectCheck(source, destination, allowed, examiner, scope, clock);
  }

  /**
   * All results, in no order; to be run once. Fails with a {@code GatewayException} when an end can
   * no longer be asked at all.
   */
  public Source<Checked, NotUsed> results() {
    Source<Item, NotUsed> ofBuckets = buckets.buckets().flatMapMerge(INDEXES_AT_ONCE, this::opened);
    Source<Item, NotUsed> all = scope.users() ? users.users().concatLazy(ofBuckets) : ofBuckets;
    return all.mapAsyncUnordered(EXAMINED_AT_ONCE, this::examined)
        .mapAsyncUnordered(WAITING, this::confirmed)
        .mapConcat(found -> found.stream().toList());
  }

  private Source<Item, NotUsed> opened(Item item) {
    return item instanceof Item.ToMerge merge ? objects.merged(merge) : Source.single(item);
  }

  private CompletionStage<Item> examined(Item item) {
    return item instanceof Item.ToExamine key
        ? objects.examined(key)
        : CompletableFuture.completedFuture(item);
  }

  private CompletionStage<Optional<Checked>> confirmed(Item item) {
    if (item instanceof Item.ToConfirm suspect) {
      return confirmation.of(suspect.suspect());
    }
    if (item instanceof Item.Result result) {
      return CompletableFuture.completedFuture(Optional.of(result.checked()));
    }
    throw new IllegalStateException("not worked on before: " + item);
  }
}
