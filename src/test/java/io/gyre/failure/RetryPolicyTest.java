package io.gyre.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RetryPolicyTest {
  private static final double LOWEST = 0;
  private static final double HIGHEST = Math.nextDown(1.0);

  private static final RetryPolicy POLICY =
      new RetryPolicy(
          Duration.ofMillis(200),
          Duration.ofSeconds(30),
          5,
          Duration.ofMinutes(1),
          Duration.ofMinutes(30),
          Duration.ofMinutes(1));

  @ParameterizedTest
  @CsvSource({
    "THROTTLED, 10",
    "TRANSIENT, 5",
    "UNKNOWN_OUTCOME, 1",
    "GONE, 5",
    "DENIED, 2",
    "INVALID, 2",
    "CORRUPT, 5"
  })
  void soManyAttemptsFailBeforeAnEntryIsParked(FailureClass failureClass, int attempts) {
    for (int failed = 1; failed < attempts; failed++) {
      assertThat(POLICY.beforeNextAttempt(failureClass, failed, LOWEST)).isPresent();
    }
    assertThat(POLICY.beforeNextAttempt(failureClass, attempts, LOWEST)).isEmpty();
    assertThat(POLICY.beforeNextAttempt(failureClass, attempts + 1, LOWEST)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aPolicyOfOneAttemptNeverWaits(FailureClass failureClass) {
    RetryPolicy once =
        new RetryPolicy(
            POLICY.initial(),
            POLICY.max(),
            1,
            POLICY.parkedMin(),
            POLICY.parkedMax(),
            POLICY.unknownSettle());
    int attempts = failureClass == FailureClass.THROTTLED ? 2 : 1;
    assertThat(once.beforeNextAttempt(failureClass, attempts, LOWEST)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 100, 200",
    "2, 200, 400",
    "3, 400, 800",
    "8, 12800, 25600",
    "9, 15000, 30000",
    "1000000, 15000, 30000"
  })
  void pausesDoubleUpToTheirMaximum(int failures, long atLeastMillis, long atMostMillis) {
    assertThat(POLICY.pause(failures, LOWEST)).isEqualTo(Duration.ofMillis(atLeastMillis));
    assertThat(POLICY.pause(failures, HIGHEST)).isEqualTo(Duration.ofMillis(atMostMillis));
  }

  @Test
  void whatHadNoAnswerIsTriedAgainSooner() {
    GatewayException away = new GatewayException(FailureClass.TRANSIENT, "no answer", null);
    GatewayException overloaded = new GatewayException(FailureClass.THROTTLED, 503, "", "no", null);

    assertThat(POLICY.pause(away, 2, HIGHEST)).isEqualTo(Duration.ofMillis(400));
    assertThat(POLICY.pause(away, 99, LOWEST)).isEqualTo(RetryPolicy.UNANSWERED_MAX);
    assertThat(POLICY.pause(new CompletionException(away), 99, LOWEST))
        .isEqualTo(RetryPolicy.UNANSWERED_MAX);
    assertThat(POLICY.pause(overloaded, 99, LOWEST)).isEqualTo(Duration.ofSeconds(15));
    GatewayException judged = new GatewayException(FailureClass.CORRUPT, "not what it was", null);
    assertThat(POLICY.pause(judged, 99, LOWEST)).isEqualTo(Duration.ofSeconds(15));
    assertThat(POLICY.pause(new IllegalStateException("a bug"), 99, LOWEST))
        .isEqualTo(Duration.ofSeconds(15));
  }

  @ParameterizedTest
  @CsvSource({"1, 30, 60", "2, 60, 120", "5, 480, 960", "6, 900, 1800", "99, 900, 1800"})
  void parkedEntriesAreTriedAfterAMinuteThenLessAndLessOften(
      int rounds, long atLeastSeconds, long atMostSeconds) {
    assertThat(POLICY.parkedPause(rounds, LOWEST)).isEqualTo(Duration.ofSeconds(atLeastSeconds));
    assertThat(POLICY.parkedPause(rounds, HIGHEST)).isEqualTo(Duration.ofSeconds(atMostSeconds));
  }

  @ParameterizedTest
  @CsvSource({"1, 60, 60", "4, 60, 60", "5, 60, 60", "7, 60, 120", "9, 240, 480", "99, 900, 1800"})
  void aKeyIsLeftAloneUntilAWriteWithoutAnswerHasSettledAndLongerWhenNoneIsEverAnswered(
      int unanswered, long atLeastSeconds, long atMostSeconds) {
    assertThat(POLICY.settlePause(unanswered, LOWEST))
        .isEqualTo(Duration.ofSeconds(atLeastSeconds));
    assertThat(POLICY.settlePause(unanswered, HIGHEST))
        .isEqualTo(Duration.ofSeconds(atMostSeconds));
  }

  @Test
  void jitterSpreadsWhatFailedTogether() {
    Random random = new Random(1);
    long differing =
        random.doubles(100).mapToObj(jitter -> POLICY.pause(5, jitter)).distinct().count();
    assertThat(differing).isGreaterThan(90);
    assertThat(POLICY.beforeNextAttempt(FailureClass.TRANSIENT, 3, 0.5))
        .isEqualTo(Optional.of(Duration.ofMillis(600)));
  }
}
