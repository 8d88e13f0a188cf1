package io.gyre.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LooksTest {
  @Test
  void areLessAndLessOftenUntilTheTimeIsOver() {
    assertThat(seconds(45)).containsExactly(1L, 2L, 4L, 8L, 10L, 10L, 10L);
    assertThat(seconds(1)).containsExactly(1L);
    assertThat(seconds(2)).containsExactly(1L, 1L);
    assertThat(seconds(3)).containsExactly(1L, 2L);
  }

  @Test
  void nothingIsADifferenceAtTheFirstLook() {
    assertThat(seconds(0)).containsExactly(0L);
    assertThatThrownBy(() -> new Looks(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void endAfterTheLastPause() {
    Looks looks = Looks.within(Duration.ofSeconds(3));

    assertThat(looks.beforeNext(1, 0)).contains(Duration.ofSeconds(1));
    assertThat(looks.beforeNext(2, 0)).contains(Duration.ofSeconds(2));
    assertThat(looks.beforeNext(3, 0)).isEmpty();
  }

  @Test
  void oneMoreIsEnoughOnceThereAreManyDifferences() {
    Looks looks = Looks.within(Duration.ofSeconds(45));

    assertThat(looks.beforeNext(1, Looks.ENOUGH_CONFIRMED)).contains(Duration.ofSeconds(1));
    assertThat(looks.beforeNext(2, Looks.ENOUGH_CONFIRMED)).isEmpty();
    assertThat(looks.beforeNext(2, Looks.ENOUGH_CONFIRMED - 1)).contains(Duration.ofSeconds(2));
  }

  private static List<Long> seconds(int time) {
    return Looks.within(Duration.ofSeconds(time)).pauses().stream()
        .map(Duration::toSeconds)
        .toList();
  }
}
