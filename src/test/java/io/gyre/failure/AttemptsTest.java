package io.gyre.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class AttemptsTest {
  private final List<Duration> pauses = new ArrayList<>();
  private int calls;
  private final Attempts attempts =
      new Attempts(
          new RetryPolicy(
              Duration.ofMillis(100),
              Duration.ofSeconds(1),
              3,
              Duration.ofMinutes(1),
              Duration.ofMinutes(1),
              Duration.ofMinutes(1)),
          time -> {
            pauses.add(time);
            return CompletableFuture.completedFuture(null);
          },
          () -> 1 - 1e-9);

  private CompletionStage<Integer> call(FailureClass failure, int times) {
    calls++;
    return calls <= times
        ? CompletableFuture.failedFuture(new GatewayException(failure, "of the test", null))
        : CompletableFuture.completedFuture(calls);
  }

  @Test
  void aCallIsRepeatedUntilItSucceeds() {
    assertThat(attempts.run(() -> call(FailureClass.TRANSIENT, 2)).toCompletableFuture().join())
        .isEqualTo(3);
    assertThat(pauses).containsExactly(Duration.ofMillis(100), Duration.ofMillis(200));
  }

  @Test
  void itsLastFailureIsTheResult() {
    assertThatThrownBy(
            () -> attempts.run(() -> call(FailureClass.TRANSIENT, 9)).toCompletableFuture().join())
        .hasRootCauseInstanceOf(GatewayException.class);
    assertThat(calls).isEqualTo(3);
  }
}
