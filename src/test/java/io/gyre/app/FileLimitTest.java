package io.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileLimitTest {
  private final FileLimit limit = new FileLimit(300);

  @Test
  void aLimitBelowWhatMayBeNeededIsSaidWithBothNumbers() {
    assertThat(limit.tooLow(48)).hasValueSatisfying(text -> assertThat(text).contains("48", "400"));
    assertThat(limit.tooLow(400)).isEmpty();
  }

  @Test
  void noLimitIsNeverTooLow() {
    assertThat(limit.tooLow(-1)).isEmpty();
    assertThat(limit.shortage(5_000, -1)).isEmpty();
  }

  @Test
  void aShortageIsSaidOnceUntilItHasPassed() {
    assertThat(limit.shortage(10, 48)).isEmpty();
    assertThat(limit.shortage(47, 48))
        .hasValueSatisfying(text -> assertThat(text).contains("47", "48", "ulimit -n"));
    assertThat(limit.shortage(48, 48)).isEmpty();
    assertThat(limit.shortage(20, 48)).isEmpty();
    assertThat(limit.shortage(48, 48)).isPresent();
  }

  @Test
  void theLimitOfThisProcessIsKnown() {
    assertThat(new FileLimit(Integer.MAX_VALUE).tooLow()).isPresent();
  }
}
