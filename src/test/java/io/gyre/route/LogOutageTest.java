package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.checkpoint.LogKind;
import io.gyre.route.LogOutage.Told;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LogOutageTest {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  private final LogOutage outage = new LogOutage();

  private static Instant after(int seconds) {
    return START.plusSeconds(seconds);
  }

  @Test
  void theFirstFailureIsToldAtOnceAndTheOthersOnceAMinute() {
    assertThat(outage.failed(LogKind.DATA, 1, after(0))).hasValue(new Told(0, START));
    assertThat(outage.failed(LogKind.DATA, 2, after(1))).isEmpty();
    assertThat(outage.failed(LogKind.METADATA, 1, after(59))).isEmpty();

    assertThat(outage.failed(LogKind.DATA, 2, after(60))).hasValue(new Told(2, START));
    assertThat(outage.failed(LogKind.DATA, 1, after(61))).isEmpty();
  }

  @Test
  void itIsOverWhenTheLastLogShardIsReadAgain() {
    outage.failed(LogKind.DATA, 1, after(0));
    outage.failed(LogKind.METADATA, 1, after(1));

    assertThat(outage.done(LogKind.DATA, 1, after(70))).isEmpty();
    assertThat(outage.done(LogKind.DATA, 7, after(71))).as("one that never failed").isEmpty();
    assertThat(outage.done(LogKind.METADATA, 1, after(75))).hasValue(Duration.ofSeconds(75));
    assertThat(outage.done(LogKind.METADATA, 1, after(76))).isEmpty();
  }

  @Test
  void failuresThatComeAndGoAreToldOnceAMinuteToo() {
    outage.failed(LogKind.DATA, 1, after(0));
    outage.done(LogKind.DATA, 1, after(1));

    assertThat(outage.failed(LogKind.DATA, 2, after(20))).isEmpty();
    assertThat(outage.done(LogKind.DATA, 2, after(21))).as("nobody heard of it").isEmpty();
    assertThat(outage.failed(LogKind.DATA, 2, after(60))).hasValue(new Told(0, after(60)));
    assertThat(outage.done(LogKind.DATA, 2, after(61))).hasValue(Duration.ofSeconds(1));
  }

  @Test
  void aClockThatIsSetBackKeepsNothingSecret() {
    outage.failed(LogKind.DATA, 1, after(0));

    assertThat(outage.failed(LogKind.DATA, 1, after(-3600))).isPresent();
  }
}
