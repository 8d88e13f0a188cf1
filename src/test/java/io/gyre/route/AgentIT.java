package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.testing.S3User;
import io.gyre.testing.TestZone;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** In radosgw-agent's place: its flags, its file, its two ways to run. */
@AnyZones
@Timeout(240)
class AgentIT {
  private final ZonePair zones;

  @TempDir private Path directory;

  AgentIT(ZonePair zones) {
    this.zones = zones;
  }

  @Test
  void theFileOf2013RunsAsItIs() throws Exception {
    S3User owner = zones.source().createUser("agent-owner");
    owner.createBucket("agents");
    owner.put("agents", "k", "text");
    Path file = fileForThePair();

    assertThat(end(agent(file, "--sync-scope=full", "--metadata-only")))
        .contains("copied 0 objects");
    assertThat(zones.destination().systemUser().client().listObjectsV2(of -> of.bucket("agents")))
        .as("a bucket, and no objects")
        .matches(listing -> listing.keyCount() == 0);

    String first = end(agent(file, "--sync-scope=full"));
    Replica.of(zones).assertEqual();
    assertThat(first).contains("daemon_id (" + file + ":11) is ignored");
    assertThat(stateDirectory()).isDirectoryContaining("glob:**checkpoint.db");

    assertThat(end(agent(file, "--sync-scope=full"))).contains("copied 0 objects");

    try (GyreProcess gyre =
        agent(
            file,
            "--sync-scope=incremental",
            "--incremental-sync-delay=1",
            "--rgw-data-log-window=" + ZonePair.DATA_LOG_WINDOW_SECONDS)) {
      owner.put("agents", "later", "text");
      owner.delete("agents", "k");
      Replica.of(zones).awaitEqual(gyre);
      assertThat(gyre.terminate()).as(gyre.output()).isZero();
    }
  }

  /** The file that lies in conf, with the ports of the pair in place of 8000 and 8001. */
  private Path fileForThePair() throws IOException {
    Path shipped = Path.of(System.getProperty("gyre.basedir"), "conf", "radosgw-agent.yaml");
    String text = Files.readString(shipped);
    assertThat(text).contains("src_port : 8000", "dest_port : 8001");
    return Files.writeString(
        directory.resolve("default.conf"),
        text.replace("src_port : 8000", "src_port : " + port(zones.source()))
            .replace("dest_port : 8001", "dest_port : " + port(zones.destination())));
  }

  private static int port(TestZone zone) {
    return zone.endpoint().getPort();
  }

  /** As the user of a home directory that belongs to the test. */
  private GyreProcess agent(Path file, String... options) {
    List<String> arguments = new ArrayList<>(List.of("agent", "-c", file.toString()));
    arguments.addAll(List.of(options));
    return GyreProcess.start(
        directory,
        List.of("env", "GYRE_OPS_LISTEN=none"), // others run beside it
        List.of("-Duser.name=operator", "-Duser.home=" + home()),
        arguments);
  }

  private Path home() {
    return directory.resolve("home");
  }

  private Path stateDirectory() {
    return home()
        .resolve(".local/state/gyre")
        .resolve(
            "localhost-" + port(zones.source()) + "-to-localhost-" + port(zones.destination()));
  }

  private static String end(GyreProcess started) throws InterruptedException {
    try (GyreProcess gyre = started) {
      assertThat(gyre.exitCode()).as(gyre.output()).isZero();
      return gyre.output();
    }
  }
}
