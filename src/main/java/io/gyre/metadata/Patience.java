package io.gyre.metadata;

import io.gyre.copy.ObjectCopier.Delay;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.failure.RetryPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long users and buckets wait for what may pass.
 *
 * @param delay waits without blocking
 * @param random uniform in [0, 1), for the jitter
 */
public record Patience(RetryPolicy retries, Delay delay, DoubleSupplier random) {
  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

  /** Writes in a row whose answer never came: each costs its time-out and the settling. */
  private static final int UNANSWERED_ATTEMPTS = 2;

  /** The pause before the next attempt; empty after the last. */
  Optional<Duration> beforeNextAttempt(FailureClass failureClass, int attempt) {
    if (failureClass == FailureClass.UNKNOWN_OUTCOME) {
      return attempt < UNANSWERED_ATTEMPTS ? Optional.of(Duration.ZERO) : Optional.empty();
    }
    return retries.beforeNextAttempt(failureClass, attempt, random.getAsDouble());
  }

  CompletionStage<Void> pause(Duration time) {
    return time.isZero() ? CompletableFuture.completedFuture(null) : delay.after(time);
  }

  /**
   * A write whose answer never came fails only after it has taken effect or never will, so that
   * whoever holds its key until then writes nothing that it could land on.
   *
   * @param what is being written, for the log
   */
  public <T> CompletionStage<T> settled(String what, CompletionStage<T> write) {
    return write.exceptionallyCompose(
        failure -> {
          if (GatewayException.classOf(failure) != FailureClass.UNKNOWN_OUTCOME) {
            return CompletableFuture.failedFuture(failure);
          }
          LOG.info(
              "{}: a write had no answer; left alone for {} s, then read and written again",
              what,
              retries.unknownSettle().toSeconds());
          return delay
              .after(retries.unknownSettle())
              .thenCompose(
                  passed -> CompletableFuture.failedFuture(GatewayException.unwrap(failure)));
        });
  }
}
