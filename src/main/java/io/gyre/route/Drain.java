package io.gyre.route;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Flow;

/**
 * The orderly end of a route: reading stops, what is under way is finished and saved, what only
 * waits is left for the next start.
 *
 * <p>A stream that was cut short must not look like one that came to its end, so each of them fails
 * with {@link Drained} once it has saved what it did.
 */
public final class Drain {
  private final SharedKillSwitch reading = KillSwitches.shared("drain");
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private volatile boolean begun;
  private int running;

  /** The route is ending; nothing is wrong. */
  static final class Drained extends RuntimeException {
    Drained() {
      super("the route is ending", null, false, false);
    }
  }

  /**
   * Stops all reading; completes when the last stream has finished and saved what was under way.
   */
  public CompletionStage<Void> begin() {
    synchronized (this) {
      begun = true;
      if (running == 0) {
        done.complete(null);
      }
    }
    reading.shutdown();
    return done;
  }

  /** Whether the route is ending. */
  boolean begun() {
    return begun;
  }

  /** Ends what flows through when the draining begins. */
  <T> Flow<T, T, ?> reading() {
    return Flow.<T>create().via(reading.flow());
  }

  /** Runs a stream that {@link #begin} waits for. */
  <T> CompletionStage<T> run(Supplier<CompletionStage<T>> stream) {
    synchronized (this) {
      if (begun) {
        return CompletableFuture.failedFuture(new Drained());
      }
      running++;
    }
    return start(stream)
        .whenComplete((value, failure) -> ended())
        .thenCompose(
            value ->
                begun
                    ? CompletableFuture.failedFuture(new Drained())
                    : CompletableFuture.completedFuture(value));
  }

  /** A stream cannot be started on behalf of an actor that has just ended. */
  private static <T> CompletionStage<T> start(Supplier<CompletionStage<T>> stream) {
    try {
      return stream.get();
    } catch (RuntimeException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  private synchronized void ended() {
    running--;
    if (begun && running == 0) {
      done.complete(null);
    }
  }
}
