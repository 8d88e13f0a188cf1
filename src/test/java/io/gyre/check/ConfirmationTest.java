package io.gyre.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.check.Checked.Equal;
import io.gyre.check.Checked.Finding;
import io.gyre.check.Replication.Standing;
import io.gyre.check.Replication.Standing.Kind;
import io.gyre.copy.FairGate;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ConfirmationTest {
  private static final Subject SUBJECT = new Subject.User("ann");
  private static final Look MISSING = Look.absent(true, false, "as first");
  private static final Look DIFFERS =
      Look.of(List.of(new Aspect("", "size", "1", "2")), "as first");
  private static final Look EQUAL = Look.of(List.of(), "as first");

  private final List<Duration> pauses = new ArrayList<>();
  private final Deque<Look> next = new ArrayDeque<>();
  private Standing standing = new Standing(Kind.UNKNOWN, "");
  private final Confirmation confirmation =
      new Confirmation(
          Looks.within(Duration.ofSeconds(7)),
          this::pause,
          new FairGate(1, Long.MAX_VALUE, Runnable::run),
          (subject, shard) ->
              CompletableFuture.completedFuture(() -> CompletableFuture.completedFuture(standing)));

  private CompletionStage<Void> pause(Duration time) {
    pauses.add(time);
    return CompletableFuture.completedFuture(null);
  }

  private Optional<Checked> settle(Look first, Look... further) {
    next.addAll(List.of(further));
    return confirmation
        .of(
            new Suspect(
                SUBJECT,
                Optional.empty(),
                first,
                () -> CompletableFuture.completedFuture(next.remove())))
        .toCompletableFuture()
        .join();
  }

  @Test
  void whatStaysDifferentIsToldAfterAllLooks() {
    assertThat(settle(MISSING, MISSING, DIFFERS, DIFFERS))
        .contains(new Finding(SUBJECT, Verdict.DIFFERS, Verdict.DIFFERS, DIFFERS.aspects(), 4, ""));
    assertThat(pauses)
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
  }

  @Test
  void whatBecomesEqualIsEqualAndNotLookedAtAnyMore() {
    assertThat(settle(MISSING, DIFFERS, EQUAL, MISSING)).contains(new Equal(SUBJECT, true));
    assertThat(next).hasSize(1);
  }

  @Test
  void whatNeitherEndHasAnyMoreIsNotWorthAWord() {
    assertThat(settle(MISSING, Look.absent(false, false, ""))).isEmpty();
  }

  @Test
  void whatChangesAtTheSourceMeanwhileIsInFlight() {
    Look changed = Look.absent(true, false, "as later");

    assertThat(verdict(settle(MISSING, MISSING, changed, changed))).isEqualTo(Verdict.IN_FLIGHT);
  }

  @Test
  void aLookThatFailsIsOneOfThemAndSaysNothingOfTheSource() {
    Look failed = failed(FailureClass.TRANSIENT);

    assertThat(verdict(settle(failed, MISSING, failed, MISSING))).isEqualTo(Verdict.MISSING);
    assertThat(verdict(settle(MISSING, MISSING, MISSING, failed))).isEqualTo(Verdict.ERROR);
  }

  @Test
  void whatAnEndRefusesTwiceIsNotAskedForAThirdTime() {
    Look refused = failed(FailureClass.INVALID);

    assertThat(verdict(settle(refused, refused, EQUAL))).isEqualTo(Verdict.ERROR);
  }

  @Test
  void aThrownFailureIsALookThatFailed() {
    Suspect suspect =
        new Suspect(
            SUBJECT,
            Optional.empty(),
            MISSING,
            () -> CompletableFuture.failedFuture(new IllegalStateException("of the test")));

    Finding found = (Finding) confirmation.of(suspect).toCompletableFuture().join().orElseThrow();

    assertThat(found.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(found.reason()).contains("of the test");
  }

  @Test
  void onceAThousandAreConfirmedTheOthersAreLookedAtOnceMoreOnly() {
    for (int i = 0; i < Looks.ENOUGH_CONFIRMED; i++) {
      settle(MISSING, MISSING, MISSING, MISSING);
    }
    pauses.clear();

    assertThat(verdict(settle(MISSING, MISSING))).isEqualTo(Verdict.MISSING);
    assertThat(pauses).containsExactly(Duration.ofSeconds(1));
  }

  @Test
  void whatIsInFlightDoesNotCountAsConfirmed() {
    standing = new Standing(Kind.WORKING, "");
    for (int i = 0; i < Looks.ENOUGH_CONFIRMED; i++) {
      settle(MISSING, MISSING, MISSING, MISSING);
    }

    assertThat(settle(MISSING, MISSING, MISSING, EQUAL)).contains(new Equal(SUBJECT, true));
  }

  private static Look failed(FailureClass failureClass) {
    return Look.failed(new GatewayException(failureClass, "of the test", null));
  }

  private static Verdict verdict(Optional<Checked> result) {
    return ((Finding) result.orElseThrow()).verdict();
  }
}
