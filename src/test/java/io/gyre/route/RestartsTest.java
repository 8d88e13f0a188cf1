package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RestartsTest {
  private static final Instant T0 = TestClock.START;

  private final Restarts<String> restarts =
      new Restarts<>(Duration.ofSeconds(1), Duration.ofSeconds(8));

  @Test
  void pausesDoubleUpToTheLongest() {
    assertThat(restarts.ended("a", T0)).hasSeconds(1);
    assertThat(restarts.ended("a", T0)).hasSeconds(2);
    assertThat(restarts.ended("a", T0)).hasSeconds(4);
    assertThat(restarts.ended("a", T0)).hasSeconds(8);
    for (int i = 0; i < 100; i++) {
      assertThat(restarts.ended("a", T0)).hasSeconds(8);
    }
  }

  @Test
  void eachActorIsCountedOnItsOwn() {
    restarts.ended("a", T0);

    assertThat(restarts.ended("b", T0)).hasSeconds(1);
  }

  @Test
  void oneThatRanForAWhileBeginsAnew() {
    for (int i = 0; i < 5; i++) {
      restarts.started("a", T0);
      restarts.ended("a", T0);
    }
    restarts.started("a", T0);
    assertThat(restarts.ended("a", T0.plusSeconds(7))).hasSeconds(8);

    restarts.started("a", T0.plusSeconds(15));
    assertThat(restarts.ended("a", T0.plusSeconds(23))).hasSeconds(1);
  }

  @Test
  void oneThatCameToItsProperEndIsForgotten() {
    restarts.ended("a", T0);
    restarts.forget("a");

    assertThat(restarts.ended("a", T0)).hasSeconds(1);
  }
}
