package io.gyre.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class AdaptiveLimitTest {
  private static final GatewayException SLOW_DOWN =
      new GatewayException(FailureClass.THROTTLED, 503, "SlowDown", "slow down", null);

  private final AdaptiveLimit limit = new AdaptiveLimit("test", 9, Runnable::run);
  private final List<CompletableFuture<String>> running = new ArrayList<>();
  private final List<CompletionStage<String>> results = new ArrayList<>();

  private void ask(int times) {
    for (int i = 0; i < times; i++) {
      results.add(
          limit.run(
              () -> {
                CompletableFuture<String> operation = new CompletableFuture<>();
                running.add(operation);
                return operation;
              }));
    }
  }

  private void succeed(int times) {
    for (int i = 0; i < times; i++) {
      running.remove(0).complete("done");
    }
  }

  private void fail(Throwable failure) {
    running.remove(0).completeExceptionally(failure);
  }

  @Test
  void noMoreThanItsLimitAreUnderWayAndResultsArriveInTheirTurn() {
    ask(20);
    assertThat(running).hasSize(9);

    succeed(1);
    fail(new IllegalStateException("broken"));

    assertThat(running).hasSize(9);
    assertThat(results.get(0)).isCompletedWithValue("done");
    assertThat(results.get(1).toCompletableFuture()).isCompletedExceptionally();
    assertThat(limit.limit()).as("a failure of another kind says nothing").isEqualTo(9);
  }

  @Test
  void oneWaveOfSlowDownsShrinksItOnceAndTheNextOneOnceMore() {
    ask(9);
    for (int i = 0; i < 9; i++) {
      fail(SLOW_DOWN);
    }
    assertThat(limit.limit()).isEqualTo(6);

    ask(9);
    assertThat(running).hasSize(6);
    fail(SLOW_DOWN);

    assertThat(limit.limit()).isEqualTo(4);
    assertThat(running).as("nothing begins before there is room").hasSize(5);
  }

  @Test
  void anyAnswer503IsASlowDownAndItNeverShrinksToNothing() {
    GatewayException busy =
        new GatewayException(FailureClass.TRANSIENT, 503, "ServiceUnavailable", "busy", null);
    for (int i = 0; i < 30; i++) {
      ask(1);
      fail(busy);
    }

    assertThat(limit.limit()).isEqualTo(1);
    ask(1);
    assertThat(running).hasSize(1);
  }

  @Test
  void itGrowsByOneForAsManyGoodAnswersAsItLetsThroughUpToWhereItBegan() {
    ask(1);
    fail(SLOW_DOWN);
    assertThat(limit.limit()).isEqualTo(6);
    ask(100);

    succeed(5);
    assertThat(limit.limit()).isEqualTo(6);
    succeed(1);
    assertThat(limit.limit()).isEqualTo(7);
    assertThat(running).hasSize(7);
    succeed(7 + 8 + 9 + 9);

    assertThat(limit.limit()).isEqualTo(9);
    assertThat(running).hasSize(9);
  }
}
