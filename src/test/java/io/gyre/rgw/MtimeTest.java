package io.gyre.rgw;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MtimeTest {
  @ParameterizedTest
  @CsvSource({
    "1700000000.123456789, 2023-11-14T22:13:20.123456789Z",
    "1700000000.000000001, 2023-11-14T22:13:20.000000001Z",
    "1700000000.5, 2023-11-14T22:13:20.500Z",
    "1700000000, 2023-11-14T22:13:20Z",
    "0.0, 1970-01-01T00:00:00Z",
    "999999999999, +33658-09-27T01:46:39Z"
  })
  void reads(String text, String time) {
    assertThat(Mtime.parse(text)).contains(Instant.parse(time));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "1.",
        ".5",
        "-1",
        "+1",
        "1.-5",
        "1.2.3",
        " 1",
        "1 ",
        "1e3",
        "1.1234567890",
        "1000000000000",
        "yesterday",
        "٣"
      })
  void whatIsNoTimeIsNone(String text) {
    assertThat(Mtime.parse(text)).isEmpty();
  }

  @Test
  void readsWhatItWrites() {
    for (String text : new String[] {"1700000000.000000007", "1.120000000", "0.000000000"}) {
      assertThat(Mtime.parse(text).map(Mtime::format)).contains(text);
    }
  }
}
