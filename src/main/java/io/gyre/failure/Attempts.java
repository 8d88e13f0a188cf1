package io.gyre.failure;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Repeats a call that only reads as often as a policy allows; its last failure is the result then.
 *
 * @param delay waits without blocking
 * @param random uniform in [0, 1), for the jitter
 */
public record Attempts(
    RetryPolicy policy, Function<Duration, CompletionStage<Void>> delay, DoubleSupplier random) {

  /** The result of the first call that succeeds. */
  public <T> CompletionStage<T> run(Supplier<? extends CompletionStage<T>> call) {
    return attempt(call, 1);
  }

  private <T> CompletionStage<T> attempt(Supplier<? extends CompletionStage<T>> call, int number) {
    return call.get()
        .exceptionallyCompose(
            failure -> {
              Optional<Duration> pause =
                  policy.beforeNextAttempt(
                      GatewayException.classOf(failure), number, random.getAsDouble());
              return pause.isEmpty()
                  ? CompletableFuture.failedFuture(failure)
                  : delay.apply(pause.get()).thenCompose(waited -> attempt(call, number + 1));
            });
  }
}
