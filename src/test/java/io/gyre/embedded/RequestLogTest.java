package io.gyre.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestLogTest {
  @TempDir private Path directory;

  @Test
  void eachRequestHasALineOnceTheZoneHasEnded() throws IOException {
    Path file = directory.resolve("requests.log");
    EmbeddedSettings settings = EmbeddedSettings.named("logged-1").withRequestLog(file);
    try (EmbeddedZone zone = EmbeddedZone.start(settings)) {
      WireClient client = new WireClient(zone.endpoint(), zone.key().id(), zone.key().secret());
      client.put("/noted");
      client.put("/noted/a%20b", "text");
      client.get("/noted/missing");
    }

    String time = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}\\+0000 ";
    String took = " latency=\\d+\\.\\d{6}s";
    assertThat(Files.readAllLines(file))
        .hasSize(3)
        .satisfiesExactly(
            line -> assertThat(line).matches(time + "beast: \"PUT /noted HTTP/1.1\" 200" + took),
            line ->
                assertThat(line).matches(time + "beast: \"PUT /noted/a%20b HTTP/1.1\" 200" + took),
            line ->
                assertThat(line)
                    .matches(time + "beast: \"GET /noted/missing HTTP/1.1\" 404" + took));
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed() {
    Path file = directory.resolve("missing/requests.log");
    assertThatThrownBy(() -> new RequestLog(file, Clock.systemUTC()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(file.toString());
  }
}
