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
 * Compares the destination with the source while both are in use, in memory that does not grow with
 * them. Listings are merged as they come; what is not equal is looked at again, a while later,
 * before it is told.
 */
public final class Check {
  /** Suspects that wait for another look. Beyond that, listing waits for them. */
  private static final int WAITING = 10_000;

  /** Suspects that are looked at at once. */
  private static final int CONFIRMED_AT_ONCE = 32;

  private final Comparison comparison;
  private final Confirmation confirmation;

  /**
   * @param placements placement targets of the destination
   * @param gate versions that are asked for at once, and their bytes
   * @param replication what is known of the replicator between both
   * @param delay waits without blocking
   */
  public Check(
      ZoneView source,
      Counterpart destination,
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
    this.confirmation =
        new Confirmation(
            looks, delay, new FairGate(CONFIRMED_AT_ONCE, Long.MAX_VALUE, executor), replication);
    this.comparison =
        new Comparison(
            source,
            destination,
            placements,
            allowed,
            scope,
            gate,
            Optional.of(confirmation),
            clock,
            materializer);
  }

  /**
   * All results, in no order; to be run once. Fails with a {@code GatewayException} when an end can
   * no longer be asked at all.
   */
  public Source<Checked, NotUsed> results() {
    return comparison
        .items()
        .mapAsyncUnordered(WAITING, this::confirmed)
        .mapConcat(found -> found.stream().toList());
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
