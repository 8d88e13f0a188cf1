package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class RecentRateTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  private final RecentRate rate = new RecentRate();

  /** Each within the step of the one before. */
  @Test
  void aSteadyRateIsToldHoweverSmallItsSteps() {
    Instant now = T0;
    for (int i = 0; i < 100_000; i++) {
      now = now.plusMillis(1);
      rate.add(3, now);
    }

    assertThat(rate.perSecond(now)).isCloseTo(3000, Percentage.withPercentage(1));
  }

  @Test
  void whatIsLongAgoIsForgotten() {
    rate.add(1000, T0);

    assertThat(rate.perSecond(T0.plus(RecentRate.WINDOW)))
        .isCloseTo(1000 / Math.E / 15, Percentage.withPercentage(1));
    assertThat(rate.perSecond(T0.plus(Duration.ofHours(1)))).isLessThan(1e-9);
  }

  @Test
  void aClockThatIsSetBackForgetsNothing() {
    rate.add(1000, T0);
    rate.add(500, T0.minusSeconds(60));

    assertThat(rate.perSecond(T0)).isCloseTo(100, Percentage.withPercentage(1));
  }
}
