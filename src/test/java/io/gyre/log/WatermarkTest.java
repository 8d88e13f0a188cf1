package io.gyre.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.log.LogPosition.Marker;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class WatermarkTest {
  private final Watermark afterTwo =
      Watermark.at(LogPosition.ORIGIN).next(new Marker("1")).next(new Marker("2"));

  @Test
  void thePageReadFromTheMarkerBeforeBeginsWithItsOwnEntry() {
    assertThat(afterTwo.previous()).isEqualTo(new Marker("1"));
    assertThat(afterTwo.continues(page("2", "3"), Function.identity()).orElseThrow().entries())
        .containsExactly(new Marker("3"));
  }

  @Test
  void aPageThatBeginsLaterMayMissSomething() {
    assertThat(afterTwo.continues(page("4"), Function.identity())).isEmpty();
    assertThat(afterTwo.continues(page(), Function.identity())).isEmpty();
  }

  @Test
  void withoutAKnownPredecessorEverythingIsTakenAsItComes() {
    Watermark head = Watermark.at(new Marker("9"));

    assertThat(head.continues(page("12"), Function.identity()).orElseThrow().entries())
        .containsExactly(new Marker("12"));
  }

  @Test
  void anEmptyMarkerIsTheBeginningAndNeverAMarker() {
    assertThat(LogPosition.of("")).isEqualTo(LogPosition.ORIGIN);
    assertThat(LogPosition.of(" ")).isEqualTo(LogPosition.ORIGIN);
  }

  private static LogPage<Marker> page(String... markers) {
    List<Marker> entries = List.of(markers).stream().map(Marker::new).toList();
    return new LogPage<>(entries, LogPosition.ORIGIN, false);
  }
}
