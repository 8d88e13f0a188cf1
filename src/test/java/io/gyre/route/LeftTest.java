package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.checkpoint.CheckpointStore.Behind;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeftTest {
  /** The clock of a process may have stood still, or jumped. */
  @ParameterizedTest
  @CsvSource({
    "-5000, 100",
    "0, 100",
    "5, 100",
    "6, 120",
    "100, 2000",
    "151, 3000",
    "3600000, 3000"
  })
  void looksAgainSoonButNotAllTheTime(long tookMillis, long nextMillis) {
    Left left = new Left(0, new Behind(1, 0, Optional.empty()), 0, Duration.ofMillis(tookMillis));

    assertThat(left.nextLook()).isEqualTo(Duration.ofMillis(nextMillis));
  }
}
