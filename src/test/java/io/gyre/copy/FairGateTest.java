package io.gyre.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.copy.FairGate.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FairGateTest {
  private static final long MIB = 1 << 20;

  private final List<String> started = new ArrayList<>();
  private final List<CompletableFuture<Void>> running = new ArrayList<>();

  @Test
  void noMoreThanItsPlacesAreTakenAndAPlaceIsFreeAgainAfterAFailure() {
    FairGate gate = new FairGate(2, Long.MAX_VALUE, Runnable::run);
    CompletionStage<Void> first = ask(gate, Lane.LIVE, "a", 1);
    ask(gate, Lane.LIVE, "a", 1);
    ask(gate, Lane.LIVE, "a", 1);
    assertThat(gate.taken()).isEqualTo(2);
    assertThat(gate.waiting()).isEqualTo(1);

    running.get(0).completeExceptionally(new IllegalStateException("broken"));

    assertThat(first.toCompletableFuture()).isCompletedExceptionally();
    assertThat(started).hasSize(3);
    assertThat(gate.waiting()).isZero();
  }

  @Test
  void bucketsTakeTurns() {
    FairGate gate = new FairGate(1, Long.MAX_VALUE, Runnable::run);
    for (int i = 0; i < 5; i++) {
      ask(gate, Lane.LIVE, "busy", 1);
    }
    ask(gate, Lane.LIVE, "quiet", 1);

    finish(2);

    assertThat(started).containsExactly("busy", "busy", "quiet");
  }

  @Test
  void liveChangesDoNotWaitBehindAFullPassNorTheOtherWayRound() {
    FairGate gate = new FairGate(1, Long.MAX_VALUE, Runnable::run);
    for (int i = 0; i < 4; i++) {
      ask(gate, Lane.FULL, "full", 1);
    }
    for (int i = 0; i < 4; i++) {
      ask(gate, Lane.LIVE, "live", 1);
    }

    finish(7);

    assertThat(started)
        .containsExactly("full", "live", "full", "live", "full", "live", "full", "live");
  }

  @Test
  void largeObjectsLeaveHalfOfThePlacesToSmallOnes() {
    FairGate gate = new FairGate(4, 1000 * MIB, Runnable::run);
    for (int i = 0; i < 4; i++) {
      ask(gate, Lane.of(true, 100 * MIB), "large", 100 * MIB);
    }
    ask(gate, Lane.of(true, 1), "small", 1);

    assertThat(started).containsExactly("large", "large", "small");
  }

  @Test
  void anObjectAboveTheByteLimitGoesAlone() {
    FairGate gate = new FairGate(4, MIB, Runnable::run);
    ask(gate, Lane.LIVE_LARGE, "large", 5 * MIB);
    ask(gate, Lane.LIVE_LARGE, "large", 5 * MIB);
    assertThat(started).hasSize(1);

    finish(1);

    assertThat(started).hasSize(2);
  }

  @Test
  void placesMayBecomeMoreAndFewer() {
    FairGate gate = new FairGate(1, Long.MAX_VALUE, Runnable::run);
    for (int i = 0; i < 4; i++) {
      ask(gate, Lane.LIVE, "a", 1);
    }
    gate.allow(3);
    assertThat(gate.taken()).isEqualTo(3);

    gate.allow(1);
    finish(2);
    assertThat(started).as("none is taken while more are taken than allowed").hasSize(3);
    running.get(2).complete(null);
    assertThat(started).hasSize(4);
  }

  @Test
  void soManyBeginASecond() {
    AtomicLong now = new AtomicLong();
    List<Long> waits = new ArrayList<>();
    List<Runnable> tasks = new ArrayList<>();
    FairGate gate =
        new FairGate(
            100,
            Long.MAX_VALUE,
            Runnable::run,
            name -> false,
            now::get,
            (nanos, task) -> {
              waits.add(nanos);
              tasks.add(task);
            });
    gate.pace(OptionalInt.of(4));
    for (int i = 0; i < 6; i++) {
      ask(gate, Lane.LIVE, "a", 1);
    }
    assertThat(started).hasSize(1);
    assertThat(waits).as("one wait at a time").containsExactly(250_000_000L);

    now.addAndGet(250_000_000L);
    tasks.remove(0).run();
    assertThat(started).hasSize(2);
    gate.pace(OptionalInt.empty());
    assertThat(started).hasSize(6);
  }

  @Test
  void whatIsHeldIsWithdrawnAndTheOthersGoOn() {
    Set<String> held = new HashSet<>();
    FairGate gate = new FairGate(1, Long.MAX_VALUE, Runnable::run, held::contains);
    CompletionStage<Void> underWay = ask(gate, Lane.LIVE, "paused", 1);
    CompletionStage<Void> waiting = ask(gate, Lane.LIVE, "paused", 1);
    ask(gate, Lane.LIVE, "other", 1);
    held.add("paused");
    gate.withdrawHeld();
    assertThat(gate.waiting()).isEqualTo(1);
    assertThat(waiting.toCompletableFuture())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(FairGate.Withdrawn.class);

    assertThat(ask(gate, Lane.FULL, "paused", 1).toCompletableFuture()).isCompletedExceptionally();
    finish(1);
    assertThat(underWay.toCompletableFuture()).isCompleted();
    assertThat(started).containsExactly("paused", "other");
  }

  private CompletionStage<Void> ask(FairGate gate, Lane lane, String bucket, long size) {
    return gate.run(
        lane,
        bucket,
        size,
        () -> {
          started.add(bucket);
          CompletableFuture<Void> operation = new CompletableFuture<>();
          running.add(operation);
          return operation;
        });
  }

  private void finish(int operations) {
    for (int i = 0; i < operations; i++) {
      running.get(i).complete(null);
    }
  }
}
