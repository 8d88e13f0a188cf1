package io.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.JdbcCheckpointStore;
import io.gyre.checkpoint.Pause;
import io.gyre.checkpoint.RouteIdentity;
import io.gyre.log.BucketName;
import io.gyre.ops.OpsFixture;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that talk to a running Gyre, and what they do where none runs or is reached. */
class OpsCommandsTest {
  @TempDir private Path directory;
  private final StringWriter err = new StringWriter();

  private record Ran(int code, String out) {}

  private Path state() {
    return directory.resolve("state");
  }

  private Ran run(String listen, String... arguments) throws Exception {
    Path config =
        Files.writeString(
            directory.resolve("gyre.yaml"),
            """
            source: { endpoint: "http://a:8000", access-key: AK, secret-key: SK }
            destination: { endpoint: "http://b:8001", access-key: DK, secret-key: DS }
            state: %s
            ops: { listen: "%s" }
            """
                .formatted(state(), listen));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Wiring real = Wiring.real();
    StatusReader status =
        new CheckpointStatus(
            out,
            Clock.fixed(OpsFixture.NOW, ZoneOffset.UTC),
            loaded -> new OpsClient(loaded).status());
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--config", config.toString()));
    int code =
        Gyre.commandLine(new Wiring(real.sync(), status, real.regionMaps()), Map.of())
            .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(err, true))
            .execute(all.toArray(String[]::new));
    return new Ran(code, bytes.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aRunningGyreIsToldAndAsked() throws Exception {
    try (OpsFixture ops = new OpsFixture(state())) {
      String listen = ops.listening().orElseThrow().toString();
      ops.idle().run();
      assertThat(run(listen, "pause"))
          .isEqualTo(new Ran(ExitCode.DONE, "The route is paused." + System.lineSeparator()));
      assertThat(run(listen, "pause", "--bucket", "t/photos").code()).isEqualTo(ExitCode.DONE);
      assertThat(run(listen, "status").out().lines())
          .contains(
              "Lag            objects 0 s (as of 5 s ago), users and buckets 0 s (as of 5 s ago)",
              "Speed          0.0 objects/s, 0 B/s",
              "Paused         the route, for 0 s",
              "Paused         bucket t/photos");
      assertThat(run(listen, "status", "--json").out()).contains("\"live\":{\"time\"");
      assertThat(run(listen, "resume").out()).startsWith("The route goes on.");
      assertThat(run(listen, "pause", "--bucket", "phots").code()).isEqualTo(ExitCode.UNREACHABLE);
      assertThat(err.toString()).contains("no bucket phots is known");
    }
  }

  @Test
  void limitsAreShownAndChanged() throws Exception {
    try (OpsFixture ops = new OpsFixture(state())) {
      String listen = ops.listening().orElseThrow().toString();
      ops.run();
      assertThat(run(listen, "limits", "--bandwidth", "50MiB/s", "--concurrency=16").out().lines())
          .containsExactly(
              "objects at once   16 (at most 128)",
              "objects a second  no limit",
              "bandwidth         50MiB/s");
      assertThat(run(listen, "limits", "--bandwidth=none", "--objects-per-second=9").out().lines())
          .contains("objects a second  9", "bandwidth         no limit");
      assertThat(run(listen, "limits", "--concurrency=4000").code())
          .isEqualTo(ExitCode.UNREACHABLE);
      assertThat(err.toString()).contains("concurrency is a whole number from 1 to 128");
      assertThat(run(listen, "limits", "--objects-per-second=many").code())
          .isEqualTo(ExitCode.CONFIGURATION);
    }
  }

  /** Two on one host: the port is that of another route. */
  @Test
  void anotherGyreIsNotTakenForOurs() throws Exception {
    try (OpsFixture other = new OpsFixture(directory.resolve("other"));
        JdbcCheckpointStore ours = open()) {
      String listen = other.listening().orElseThrow().toString();
      other.idle().run();
      assertThat(run(listen, "pause").code()).isEqualTo(ExitCode.UNREACHABLE);
      assertThat(err.toString()).contains(state().toString(), "is not reached");
      assertThat(other.paused()).isFalse();
      assertThat(run(listen, "status").out()).contains("no changes are known to wait");
      assertThat(run(listen, "status", "--json").out()).contains("\"live\":null");
      assertThat(ours.facts().toCompletableFuture().join()).isEmpty();
    }
  }

  @Test
  void whereNoneRunsAPauseIsForTheNextStart() throws Exception {
    try (JdbcCheckpointStore made = open()) {
      made.save(Change.of(new Change.UserOwned("alice"))).toCompletableFuture().join();
    }
    assertThat(run("none", "pause", "--bucket", "photos").out())
        .startsWith("Bucket photos is paused. No 'gyre sync' runs");
    assertThat(pauses()).containsExactly(Optional.of(BucketName.parse("photos")));
    run("none", "resume", "--bucket", "photos");
    assertThat(pauses()).isEmpty();
    assertThat(run("none", "limits").code()).isEqualTo(ExitCode.UNREACHABLE);
  }

  private List<Optional<BucketName>> pauses() {
    try (JdbcCheckpointStore store = open()) {
      return Pause.among(store.facts().toCompletableFuture().join()).stream()
          .map(Pause::bucket)
          .toList();
    }
  }

  private JdbcCheckpointStore open() {
    return JdbcCheckpointStore.open(state(), new RouteIdentity("zone-a", "zone-b"));
  }
}
