package io.gyre.failure;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats a call that may be repeated, with growing pauses, while what it fails with may pass and
 * nobody gave up.
 *
 * @param delay waits without blocking
 * @param random uniform in [0, 1), for the jitter
 * @param patient asked after each failure: whether it is worth another try
 */
public record Retrying(
    RetryPolicy policy,
    Function<Duration, CompletionStage<Void>> delay,
    DoubleSupplier random,
    BooleanSupplier patient) {
  private static final Logger LOG = LoggerFactory.getLogger(Retrying.class);

  /** The result of the first call that succeeds, or the failure after which none is made. */
  public <T> CompletionStage<T> run(Supplier<CompletionStage<T>> call) {
    return attempt(call, 1);
  }

  private <T> CompletionStage<T> attempt(Supplier<CompletionStage<T>> call, int number) {
    return call.get()
        .exceptionallyCompose(
            failure -> {
              if (!passes(GatewayException.classOf(failure)) || !patient.getAsBoolean()) {
                return CompletableFuture.failedFuture(failure);
              }
              Duration pause = policy.pause(number, random.getAsDouble());
              LOG.info(
                  "again in {} ms: {}",
                  pause.toMillis(),
                  GatewayException.unwrap(failure).getMessage());
              return delay.apply(pause).thenCompose(waited -> attempt(call, number + 1));
            });
  }

  private static boolean passes(FailureClass failureClass) {
    return switch (failureClass) {
      case THROTTLED, TRANSIENT -> true;
      case UNKNOWN_OUTCOME, GONE, DENIED, INVALID, CORRUPT -> false;
    };
  }
}
