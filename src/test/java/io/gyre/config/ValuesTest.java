package io.gyre.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
  @ParameterizedTest
  @CsvSource({"250ms,250", "30s,30000", "5m,300000", "2h,7200000", "7d,604800000", "1500ms,1500"})
  void durationsAreReadAndWritten(String text, long millis) {
    assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(millis));
    assertThat(Durations.format(Duration.ofMillis(millis))).isEqualTo(text);
  }

  @Test
  void aDurationIsWrittenInItsLargestWholeUnit() {
    assertThat(Durations.format(Duration.ofSeconds(120))).isEqualTo("2m");
    assertThat(Durations.format(Duration.ZERO)).isEqualTo("0s");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "s", "1.5s", "-1s", "30 s", "1m30s", "30S", "9999999999999s"})
  void whatIsNoDurationIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Durations.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "0B,0",
    "1B,1",
    "1KiB,1024",
    "256MiB,268435456",
    "5GiB,5368709120",
    "1TiB,1099511627776",
    "1025KiB,1049600"
  })
  void sizesAreReadAndWritten(String text, long bytes) {
    assertThat(DataSize.parse(text)).isEqualTo(new DataSize(bytes)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "MiB", "1.5GiB", "-1B", "1 MiB", "1MB", "1mib", "1PiB"})
  void whatIsNoSizeIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> DataSize.parse(text));
  }

  @Test
  void ratesAreSizesPerSecond() {
    DataRate rate = DataRate.parse("1MiB/s");

    assertThat(rate).hasToString("1MiB/s");
    assertThat(rate.timeFor(3 << 20)).isEqualTo(Duration.ofSeconds(3));
    assertThat(rate.timeFor(1)).isEqualTo(Duration.ofMillis(0));
    assertThatIllegalArgumentException().isThrownBy(() -> DataRate.parse("1MiB"));
    assertThatIllegalArgumentException().isThrownBy(() -> DataRate.parse("0B/s"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8000,http,127.0.0.1,8000",
    "http://Gate.example,http,gate.example,80",
    "HTTPS://gate.example/,https,gate.example,443",
    "https://[::1]:7480,https,[::1],7480"
  })
  void endpointsAreUrlsWithoutAPath(String text, String scheme, String host, int port) {
    Endpoint endpoint = Endpoint.parse(text);

    assertThat(endpoint).isEqualTo(new Endpoint(scheme, host, port));
    assertThat(Endpoint.parse(endpoint.uri().toString())).isEqualTo(endpoint);
    assertThat(endpoint.secure()).isEqualTo(scheme.equals("https"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "gate.example",
        "gate.example:8000",
        "ftp://gate.example",
        "http://",
        "http:///bucket",
        "http://gate.example/swift",
        "http://gate.example?x",
        "http://gate.example#x",
        "http://me:secret@gate.example",
        "http://gate.example:70000",
        "http://gate.example:0",
        "http://ga te"
      })
  void whatIsNoEndpointIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Endpoint.parse(text));
  }

  @Test
  void aSecretIsNeverPrinted() {
    Secret secret = Secret.of("h7Ghx");

    assertThat(secret).hasToString("***").isEqualTo(Secret.of("h7Ghx"));
    assertThat(secret).isNotEqualTo(Secret.of("other"));
    assertThat(secret.reveal()).isEqualTo("h7Ghx");
    assertThatIllegalArgumentException().isThrownBy(() -> Secret.of(" "));
  }

  @Test
  void adoptingIsForABucketAUserOrAll() {
    Adopt bucket = Adopt.parse("bucket:acme/photos");
    Adopt user = Adopt.parse("user:acme$joe");
    Adopt all = Adopt.parse("all");

    assertThat(bucket.coversBucket("acme/photos")).isTrue();
    assertThat(bucket.coversBucket("photos")).isFalse();
    assertThat(bucket.coversUser("acme/photos")).isFalse();
    assertThat(user.coversUser("acme$joe")).isTrue();
    assertThat(user.coversUser("joe")).isFalse();
    assertThat(user.coversBucket("acme$joe")).isFalse();
    assertThat(all.coversBucket("b")).isTrue();
    assertThat(all.coversUser("u")).isTrue();
    assertThat(bucket).hasToString("bucket:acme/photos");
    assertThat(user).hasToString("user:acme$joe");
    assertThat(all).hasToString("all");
    assertThatIllegalArgumentException().isThrownBy(() -> Adopt.parse("all:x"));
    assertThatIllegalArgumentException().isThrownBy(() -> Adopt.parse("bucket:"));
  }
}
