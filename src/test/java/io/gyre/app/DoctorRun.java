package io.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gyre.testing.TestZone;
import io.gyre.testing.ZonePair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/** One run of {@code gyre doctor --json} as it is shipped. */
record DoctorRun(int code, String output, JsonNode findings) {
  private static final ObjectMapper JSON = new ObjectMapper();

  JsonNode finding(String end, String check) {
    return StreamSupport.stream(findings.spliterator(), false)
        .filter(finding -> finding.path("end").asText().equals(end))
        .filter(finding -> finding.path("check").asText().equals(check))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + end + " " + check + " in " + output));
  }

  void assertFinding(String end, String check, String level) {
    assertThat(finding(end, check).path("level").asText()).as(output).isEqualTo(level);
  }

  /** Asks both zones of a pair; the directory is for what it needs and prints. */
  static DoctorRun between(ZonePair zones, String sourceSecret, Path directory)
      throws IOException, InterruptedException {
    Path config =
        Files.writeString(
            directory.resolve("gyre.yaml"),
            String.join(
                "\n",
                "source: " + zone(zones.source(), sourceSecret),
                "destination: " + zone(zones.destination(), zones.destination().secretKey()),
                "state: " + directory.resolve("state"),
                ""));
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-jar",
                System.getProperty("gyre.jar"),
                "doctor",
                "--json",
                "--config",
                config.toString())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
      String printed = Files.readString(out);
      String all = printed + Files.readString(err);
      return new DoctorRun(process.exitValue(), all, JSON.readTree(printed).path("findings"));
    } finally {
      process.destroyForcibly();
    }
  }

  private static String zone(TestZone zone, String secret) {
    return "{ endpoint: \"%s\", access-key: \"%s\", secret-key: \"%s\", zone: \"%s\" }"
        .formatted(zone.endpoint(), zone.accessKey(), secret, zone.name());
  }
}
