package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.route.RouteSettings.PollBounds;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LogPaceTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final PollBounds AT_REST = new PollBounds(SECOND, SECOND.multipliedBy(20));
  private static final Instant NOW = Instant.ofEpochSecond(1000);

  @Test
  void allAreReadMoreOftenForAWhileAfterAChangeInAnyOfThem() {
    LogPace pace = pace(5);
    assertThat(pace.bounds(NOW)).isEqualTo(AT_REST);

    pace.announced(NOW);

    assertThat(pace.bounds(NOW.plusSeconds(29)))
        .isEqualTo(new PollBounds(SECOND, SECOND.multipliedBy(5)));
    assertThat(pace.bounds(NOW.plusSeconds(30))).isEqualTo(AT_REST);
  }

  @Test
  void theActivePauseStaysWithinTheBoundsAtRest() {
    LogPace longer = pace(60);
    longer.announced(NOW);
    assertThat(longer.bounds(NOW)).isEqualTo(AT_REST);

    LogPace shorter = pace(0);
    shorter.announced(NOW);
    assertThat(shorter.bounds(NOW)).isEqualTo(new PollBounds(SECOND, SECOND));
  }

  private static LogPace pace(int seconds) {
    return new LogPace(AT_REST, Duration.ofSeconds(seconds), Duration.ofSeconds(30));
  }
}
