package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RouteLagTest {
  private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");

  @Test
  void whatHasJustComeInMakesNoFullPassKnown() {
    assertThat(lag(true, NOW.minusMillis(700)).age(NOW)).isEmpty();
    assertThat(lag(true, NOW.minusMillis(700)).data().age(NOW)).isEmpty();
    assertThat(lag(false, NOW.minusMillis(700)).age(NOW)).contains(Duration.ofMillis(700));
  }

  @Test
  void inAFullPassItIsAtLeastWhatIsKnown() {
    assertThat(lag(true, NOW.minusSeconds(90)).age(NOW)).contains(Duration.ofSeconds(90));
  }

  private static RouteLag lag(boolean open, Instant since) {
    Optional<Instant> round = Optional.of(NOW);
    return new RouteLag(
        new RouteLag.Part(Optional.empty(), round, false, 0, Optional.empty()),
        new RouteLag.Part(Optional.of(since), round, open, 0, Optional.empty()),
        1,
        0,
        false);
  }
}
