package io.gyre.embedded.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimesTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long STAMP = 1_795_480_051L * SECOND + 60_240_062;

  @Test
  void everyFormHasItsDigits() {
    assertThat(Times.nanos(STAMP)).isEqualTo("2026-11-24T00:27:31.060240062Z");
    assertThat(Times.micros(STAMP)).isEqualTo("2026-11-24T00:27:31.060240Z");
    assertThat(Times.millis(STAMP)).isEqualTo("2026-11-24T00:27:31.060Z");
    assertThat(Times.http(STAMP)).isEqualTo("Tue, 24 Nov 2026 00:27:31 GMT");
    assertThat(Times.decimal(STAMP)).isEqualTo("1795480051.060240062");
  }

  @Test
  void aKeptTextIsNotTakenForThatOfAnotherSecond() {
    for (long apart = 1; apart <= 4096; apart *= 2) {
      assertThat(Times.http(STAMP)).isEqualTo("Tue, 24 Nov 2026 00:27:31 GMT");
      assertThat(Times.http(STAMP + apart * SECOND)).isNotEqualTo("Tue, 24 Nov 2026 00:27:31 GMT");
    }
  }
}
