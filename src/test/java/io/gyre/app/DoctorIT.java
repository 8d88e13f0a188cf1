package io.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gyre.ceph.CephPair;
import io.gyre.ceph.RealCeph;
import io.gyre.testing.TestZone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gyre doctor} as it is shipped, against real gateways. */
@RealCeph
class DoctorIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String WRONG_SECRET = "not-the-secret-of-anybody";

  private final CephPair ceph;
  @TempDir private Path directory;

  DoctorIT(CephPair ceph) {
    this.ceph = ceph;
  }

  private record Ran(int code, String output, JsonNode findings) {
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
  }

  @Test
  void aHealthyPairIsReady() throws Exception {
    Ran ran = doctor(ceph.source().secretKey());

    assertThat(ran.code()).as(ran.output()).isZero();
    for (String end : List.of("source", "destination")) {
      for (String check :
          List.of("endpoint", "clock", "version", "credentials", "system-user", "zone")) {
        ran.assertFinding(end, check, "OK");
      }
    }
    for (String check : List.of("data-log", "metadata-log", "log-readers")) {
      ran.assertFinding("source", check, "OK");
    }
    for (String check : List.of("lease", "route", "placement", "lifecycle")) {
      ran.assertFinding("destination", check, "OK");
    }
    ran.assertFinding("here", "state", "OK");
    assertThat(ran.output())
        .doesNotContain(ceph.source().secretKey())
        .contains("master-1")
        .contains("slave-1");
  }

  @Test
  void aWrongSecretIsSaidAndNeverPrinted() throws Exception {
    Ran ran = doctor(WRONG_SECRET);

    assertThat(ran.code()).as(ran.output()).isEqualTo(ExitCode.UNREACHABLE);
    ran.assertFinding("source", "credentials", "FAIL");
    ran.assertFinding("destination", "zone", "OK");
    assertThat(ran.output()).doesNotContain(WRONG_SECRET).doesNotContain("\tat ");
  }

  /** Exactly the printed commands, and a restart, turn the logs on. */
  @Test
  void aSourceWithoutLogsIsMendedByWhatIsPrinted() throws Exception {
    TestZone source = ceph.source();
    String follower = source.name() + "-follower";
    String peer = source.name() + "-peer";
    removeZone(source, follower);
    try {
      Ran without = doctor(source.secretKey());

      assertThat(without.code()).as(without.output()).isEqualTo(ExitCode.DIFFERENCES);
      without.assertFinding("source", "data-log", "FAIL");
      without.assertFinding("source", "metadata-log", "WARN");
      List<String> commands = new ArrayList<>();
      without
          .finding("source", "data-log")
          .path("fix")
          .forEach(line -> commands.add(line.asText()));
      assertThat(commands)
          .filteredOn(line -> line.startsWith("radosgw-admin "))
          .hasSize(2)
          .allSatisfy(line -> run(source, line));
      restart(source);

      Ran mended = doctor(source.secretKey());

      assertThat(mended.code()).as(mended.output()).isZero();
      mended.assertFinding("source", "data-log", "OK");
      mended.assertFinding("source", "metadata-log", "OK");
    } finally {
      run(source, "radosgw-admin zone create --rgw-zonegroup=master --rgw-zone=" + follower);
      if (ceph.admin(source, "zone", "list").contains(peer)) {
        removeZone(source, peer);
      }
      run(source, "radosgw-admin period update --commit");
      restart(source);
    }
  }

  private void removeZone(TestZone zone, String name) {
    run(zone, "radosgw-admin zonegroup remove --rgw-zonegroup=master --rgw-zone=" + name);
    run(zone, "radosgw-admin zone delete --rgw-zone=" + name);
    run(zone, "radosgw-admin period update --commit");
    restart(zone);
  }

  private void restart(TestZone zone) {
    ceph.stopGateway(zone);
    ceph.startGateway(zone);
  }

  private void run(TestZone zone, String command) {
    String[] words = command.split(" ");
    assertThat(words[0]).isEqualTo("radosgw-admin");
    ceph.admin(zone, Arrays.copyOfRange(words, 1, words.length));
  }

  private Ran doctor(String sourceSecret) throws IOException, InterruptedException {
    Path config =
        Files.writeString(
            directory.resolve("gyre.yaml"),
            String.join(
                "\n",
                "source: " + zone(ceph.source(), sourceSecret),
                "destination: " + zone(ceph.destination(), ceph.destination().secretKey()),
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
      return new Ran(process.exitValue(), all, JSON.readTree(printed).path("findings"));
    } finally {
      process.destroyForcibly();
    }
  }

  private static String zone(TestZone zone, String secret) {
    return "{ endpoint: \"%s\", access-key: \"%s\", secret-key: \"%s\", zone: \"%s\" }"
        .formatted(zone.endpoint(), zone.accessKey(), secret, zone.name());
  }
}
