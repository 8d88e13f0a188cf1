package io.gyre.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class RetryingTest {
  private static final RetryPolicy POLICY =
      new RetryPolicy(
          Duration.ofSeconds(1),
          Duration.ofSeconds(4),
          3,
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          Duration.ofMinutes(1));

  private final List<Duration> pauses = new ArrayList<>();
  private int calls;

  private Retrying retrying(int patience) {
    return new Retrying(
        POLICY,
        pause -> {
          pauses.add(pause);
          return CompletableFuture.completedFuture(null);
        },
        () -> 1,
        () -> calls < patience);
  }

  private CompletionStage<String> failing(FailureClass failureClass, int times) {
    return calls++ < times
        ? CompletableFuture.failedFuture(new GatewayException(failureClass, "no", null))
        : CompletableFuture.completedFuture("yes");
  }

  @Test
  void whatMayPassIsTriedAgainWithGrowingPauses() {
    assertThat(retrying(100).run(() -> failing(FailureClass.TRANSIENT, 4)))
        .isCompletedWithValue("yes");
    assertThat(pauses).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 4L);
  }

  @Test
  void itIsGivenUpWhenPatienceIs() {
    assertThat(retrying(3).run(() -> failing(FailureClass.THROTTLED, 100)))
        .isCompletedExceptionally();
    assertThat(calls).isEqualTo(3);
  }

  @Test
  void whatDoesNotPassIsNotTriedAgain() {
    assertThat(retrying(100).run(() -> failing(FailureClass.DENIED, 1))).isCompletedExceptionally();
    assertThat(calls).isEqualTo(1);
  }
}
