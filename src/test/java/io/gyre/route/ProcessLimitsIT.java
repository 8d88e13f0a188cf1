package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gyre.route.BadDaysRoute.End;
import io.gyre.testing.FaultProxy;
import io.gyre.testing.ProcessLimit;
import io.gyre.testing.S3User;
import io.gyre.testing.ZoneComparison;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the process does when the machine gives it too little, or its state cannot be used. */
@AnyZones
@Timeout(300)
class ProcessLimitsIT {
  private static final Duration LIMIT = Duration.ofSeconds(120);

  /** Less than the write-ahead log grows to before it is begun anew. */
  private static final long LOG_MAX = 1 << 20;

  private final ZonePair zones;
  @TempDir private Path directory;

  ProcessLimitsIT(ZonePair zones) {
    this.zones = zones;
  }

  private BadDaysRoute route(String buckets) {
    return route(End.of(zones.source()), buckets);
  }

  private BadDaysRoute routeFrom(FaultProxy source, String buckets) {
    return route(End.of(zones.source(), source.endpoint()), buckets);
  }

  private BadDaysRoute route(End source, String buckets) {
    return new BadDaysRoute(directory, source, End.of(zones.destination()), buckets);
  }

  private S3User filled(String name, int objects) {
    S3User owner = zones.source().createUser(name);
    owner.createBucket(name);
    for (int i = 0; i < objects; i++) {
      owner.put(name, "key-" + i, "content of " + i);
    }
    return owner;
  }

  private void assertEqual(String name) {
    assertThat(
            ZoneComparison.of(zones.source(), zones.destination())
                .onlyUsers(name::equals)
                .onlyBuckets(name::equals)
                .differences())
        .isEmpty();
  }

  private String ended(int code, BadDaysRoute route, String... options)
      throws InterruptedException {
    try (GyreProcess gyre = GyreProcess.sync(route.write(), options)) {
      int actual = gyre.exitCode();
      assertThat(actual).as(gyre.output()).isEqualTo(code);
      return gyre.output();
    }
  }

  @Test
  void aCheckpointThatIsDamagedIsNeverStartedFromZero() throws Exception {
    filled("lim-corrupt", 30);
    BadDaysRoute route = route("lim-corrupt");
    ended(0, route, "--once");
    Path file = route.state().resolve("checkpoint.db");
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.seek(4096);
      raw.write(new byte[(int) raw.length() - 4096]);
    }
    byte[] before = Files.readAllBytes(file);

    assertThat(ended(2, route, "--once"))
        .contains(file.toString(), "damaged", "start again")
        .doesNotContain("\tat ");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void aCheckpointOfANewerVersionIsRefused() throws Exception {
    BadDaysRoute route = route("lim-newer");
    ended(0, route, "--once");
    pragma(route, "PRAGMA user_version = 99");

    assertThat(ended(2, route, "--once")).contains("newer Gyre").doesNotContain("\tat ");
  }

  private static void pragma(BadDaysRoute route, String sql) throws SQLException {
    try (Connection raw =
            DriverManager.getConnection("jdbc:sqlite:" + route.state().resolve("checkpoint.db"));
        Statement statement = raw.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Each request to the source needs a connection: those that are kept open would do for all. */
  @Test
  void whenFileDescriptorsRunOutItSaysSoAndGoesOnOnceThereAreSome() throws Exception {
    S3User owner = filled("lim-files", 30);
    try (FaultProxy source = FaultProxy.before(zones.source().endpoint(), 1);
        GyreProcess gyre = GyreProcess.syncAlone(routeFrom(source, "lim-files").write())) {
      await().atMost(LIMIT).untilAsserted(() -> assertEqual("lim-files"));
      ProcessLimit files = ProcessLimit.ofOpenFiles(gyre.pid());
      files.set(openFiles(gyre) / 2);
      for (int i = 0; i < 200; i++) {
        owner.put("lim-files", "more-" + i, "content of " + i);
      }
      await()
          .atMost(LIMIT)
          .until(
              () ->
                  gyre.output().contains(" files that this process may open are open")
                      && gyre.output().contains(" got no answer: "));
      assertThat(gyre.isAlive()).as(gyre.output()).isTrue();

      files.set(4096);
      await().atMost(LIMIT).untilAsserted(() -> assertEqual("lim-files"));
      assertThat(gyre.terminate()).as(gyre.output()).isZero();
    }
  }

  private static int openFiles(GyreProcess gyre) throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(gyre.pid()), "fd"))) {
      return (int) open.count();
    }
  }

  @Test
  void withoutEnoughFileDescriptorsAtTheStartItSaysSoAndLosesNothing() throws Exception {
    filled("lim-few", 300);
    BadDaysRoute route = route("lim-few");
    List<String> poor = List.of("bash", "-c", "ulimit -n 48; exec \"$@\"", "bash");
    List<String> sync =
        List.of("sync", "--config", route.write().toString(), "--once", "--give-up-after", "40s");
    try (GyreProcess gyre = GyreProcess.start(directory, poor, List.of(), sync)) {
      assertThat(gyre.exitCode()).as(gyre.output()).isIn(0, 3);
      assertThat(gyre.output()).contains("may open 48 files", "ulimit -n").doesNotContain("\tat ");
    }

    ended(0, route, "--once");
    assertEqual("lim-few");
  }

  /** No file may grow beyond the limit that the process is given: to it, the disk is full. */
  @Test
  void whenTheStateCannotBeWrittenMidwayItSaysSoAndNothingPassesForSaved() throws Exception {
    S3User owner = filled("lim-state", 30);
    BadDaysRoute route = route("lim-state");
    try (GyreProcess gyre = GyreProcess.syncAlone(route.write())) {
      await().atMost(LIMIT).untilAsserted(() -> assertEqual("lim-state"));
      ProcessLimit files = ProcessLimit.ofFileSizes(gyre.pid());
      fillUp(files, route);
      change(owner, "lim-state", 0);
      awaitUnsaved(gyre, route, 0);
      assertThat(gyre.isAlive()).as(gyre.output()).isTrue();

      files.lift();
      await().atMost(LIMIT).untilAsserted(() -> assertEqual("lim-state"));
      assertThat(gyre.output()).contains("it can be written again");
      int said = unsaved(gyre);
      fillUp(files, route);
      change(owner, "lim-state", 10);
      awaitUnsaved(gyre, route, said);
      gyre.kill();
    }
    ended(0, route, "--once");
    assertEqual("lim-state");
  }

  /** Its log, which is a file too, is shorter. */
  private static void fillUp(ProcessLimit files, BadDaysRoute route) throws Exception {
    long size = Files.size(route.state().resolve("checkpoint.db-wal"));
    files.set(Math.min(size, LOG_MAX));
  }

  private static void change(S3User owner, String bucket, int from) {
    for (int i = from; i < from + 10; i++) {
      owner.delete(bucket, "key-" + i);
      owner.put(bucket, "more-" + i, "content of " + i);
    }
    owner.createBucket(bucket + "-" + from);
  }

  private static int unsaved(GyreProcess gyre) {
    return (int) gyre.output().lines().filter(line -> line.contains("cannot save: ")).count();
  }

  private static void awaitUnsaved(GyreProcess gyre, BadDaysRoute route, int before) {
    await().atMost(LIMIT).until(() -> unsaved(gyre) > before + 5);
    assertThat(gyre.output())
        .contains(
            "ERROR JdbcCheckpointStore - checkpoint "
                + route.state().resolve("checkpoint.db")
                + ": cannot save: ",
            "(ulimit -f)");
  }

  @Test
  @Tag("long")
  void whenTheStateDiskIsFullItGoesOnOnceThereIsSpace() throws Exception {
    filled("lim-disk", 50);
    BadDaysRoute route = route("lim-disk");
    route.write();
    Files.createDirectories(route.state());
    assumeTrue(
        mount("-t", "tmpfs", "-o", "size=200k", "gyre-test", route.state().toString()),
        "only root may mount a small disk");
    try (GyreProcess gyre = GyreProcess.syncAlone(route.write())) {
      await()
          .atMost(LIMIT)
          .until(() -> gyre.output().contains("the disk is full") || gyre.hasEnded());
      assertThat(gyre.output()).contains("the disk is full");
      assertThat(mount("-o", "remount,size=64m", route.state().toString())).isTrue();
      if (gyre.hasEnded()) {
        assertThat(gyre.exitCode()).as(gyre.output()).isEqualTo(2);
      } else {
        await().atMost(LIMIT).untilAsserted(() -> assertEqual("lim-disk"));
        gyre.terminate();
      }
      ended(0, route, "--once");
      assertEqual("lim-disk");
    } finally {
      run("umount", "--lazy", route.state().toString());
    }
  }

  private static boolean mount(String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = "mount";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return run(command) == 0;
  }

  private static int run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }
}
