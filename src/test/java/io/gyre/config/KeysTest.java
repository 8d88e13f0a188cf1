package io.gyre.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysTest {
  @ParameterizedTest
  @CsvSource({
    "source.endpont, source.endpoint",
    "source.endpoints, source.endpoint",
    "destination.access_key, destination.access-key",
    "destination.secretKeyFile, destination.secret-key-file",
    "endpoint, source.endpoint",
    "objects-in-flight, limits.objects-in-flight",
    "polling.objects-inflight, limits.objects-in-flight",
    "polling.idel, polling.idle",
    "stat, state"
  })
  void aTypoIsGuessed(String typo, String meant) {
    assertThat(Keys.closest(typo)).contains(meant);
  }

  @Test
  void whatIsNowhereNearIsNotGuessed() {
    assertThat(Keys.closest("source.frobnicate")).isEmpty();
    assertThat(Typo.closest("x", List.of("alpha", "beta"))).isEmpty();
  }

  @Test
  void everyKeyHasItsOwnEnvironmentVariable() {
    assertThat(Keys.environmentName("source.secret-key-file"))
        .isEqualTo("GYRE_SOURCE_SECRET_KEY_FILE");
    assertThat(Keys.ALL.stream().map(Keys::environmentName)).doesNotHaveDuplicates();
    assertThat(Keys.ALL)
        .contains("state", "select.buckets.include", "destination.secret-key-file", "trim");
  }

  @Test
  void distanceCountsSingleChanges() {
    assertThat(Typo.distance("", "abc")).isEqualTo(3);
    assertThat(Typo.distance("abc", "abc")).isZero();
    assertThat(Typo.distance("kitten", "sitting")).isEqualTo(3);
  }
}
