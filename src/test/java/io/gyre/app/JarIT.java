package io.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is shipped, in a JVM of its own with the recommended flags. */
class JarIT {
  private static final File BASE = new File(System.getProperty("gyre.basedir", "."));
  private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));
  private static final String JAR = System.getProperty("gyre.jar", "target/gyre.jar");

  @TempDir private Path directory;

  private record Ended(int code, String out, String err) {}

  @Test
  void itSaysItsVersion() throws Exception {
    Ended ended = run("--version");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).containsPattern("^gyre \\d+\\.\\d+").contains("Java ");
    assertThat(ended.code()).isZero();
  }

  /** The build makes one, and by the flags that operators give it is used. */
  @Test
  void itsClassesComeFromTheirArchive() throws Exception {
    Path loaded = directory.resolve("loaded");

    Process process =
        startOn(
            JAVA_HOME.resolve("bin/java"), List.of("-Xlog:class+load:file=" + loaded), "--version");

    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).isZero();
    assertThat(Files.readString(loaded))
        .contains("io.gyre.app.Main source: shared objects file (top)");
  }

  @Test
  void aWrongConfigurationTouchesNothing() throws Exception {
    Path state = directory.resolve("state");
    Path config =
        Files.writeString(
            directory.resolve("gyre.yaml"),
            "state: %s\nsource: { endpoint: nowhere, secret-key: sesame }\n".formatted(state));

    Ended ended = run("sync", "--config", config.toString());

    assertThat(ended.code()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .contains("source.endpoint")
        .contains("destination.access-key")
        .doesNotContain("sesame")
        .doesNotContain("\tat ");
    assertThat(state).doesNotExist();
  }

  /** Which needs Pekko's merged settings, its HTTP client and logging. */
  @Test
  void anUnreachableDestinationIsNamed() throws Exception {
    Ended ended =
        run(
            "agent",
            "--src-access-key=AK",
            "--src-secret-key=SK",
            "--dest-access-key=DK",
            "--dest-secret-key=DS",
            "--src-zone=us-east",
            "--num-workers=4",
            "--state=" + directory.resolve("state"),
            "http://127.0.0.1:1");

    assertThat(ended.code()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(ended.err())
        .contains("destination (http://127.0.0.1:1)")
        .doesNotContain("DS")
        .doesNotContain("\tat ");
  }

  @Test
  void theDemoEndsWithEqualZones() throws Exception {
    Ended ended = run("demo");

    assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).contains("2 users, 2 buckets").contains("They are equal");
  }

  @Test
  void aZoneAnswersUntilItIsStopped() throws Exception {
    Process zone = start("zone", "--port", "0", "--name", "try-1");
    try {
      String address =
          await()
              .atMost(Duration.ofSeconds(30))
              .until(
                  () -> Files.readString(directory.resolve("out")), text -> text.contains("Ctrl-C"))
              .lines()
              .filter(line -> line.startsWith("Zone try-1 listens on "))
              .map(line -> line.substring(line.lastIndexOf(' ') + 1))
              .findFirst()
              .orElseThrow();
      HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/none")).build();
      assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode())
          .isEqualTo(404);

      zone.destroy();

      assertThat(zone.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(zone.exitValue()).isZero();
      assertThat(directory.resolve("err")).isEmptyFile();
    } finally {
      zone.destroyForcibly();
    }
  }

  /** At least 17, 21 and 25 are meant to do. */
  @Test
  void otherJavasOfThisMachineRunItToo() throws Exception {
    List<Path> others = otherJavas();
    assumeThat(others).as("there is no other Java beside " + JAVA_HOME).isNotEmpty();

    for (Path java : others) {
      Ended ended = runOn(java, "demo");

      assertThat(ended.code()).as(java + ": " + ended.out() + ended.err()).isZero();
      // From 24 on the JVM warns of what Pekko does.
      assertThat(ended.err().lines()).allMatch(line -> line.startsWith("WARNING: "));
      assertThat(ended.out()).doesNotContain("[warning]", "[error");
    }
  }

  /** Those beside ours, which is where packages put them. */
  private static List<Path> otherJavas() throws IOException {
    Path own = JAVA_HOME.toRealPath();
    List<Path> homes;
    try (Stream<Path> siblings = Files.list(own.getParent())) {
      homes = siblings.toList();
    }
    Set<Path> others = new TreeSet<>();
    for (Path home : homes) {
      if (feature(home) >= 17 && !home.toRealPath().equals(own)) {
        others.add(home.toRealPath().resolve("bin/java"));
      }
    }
    return List.copyOf(others);
  }

  /** The Java that is installed there; 0 when none is. */
  private static int feature(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.isReadable(release) || !Files.isExecutable(home.resolve("bin/java"))) {
      return 0;
    }
    return Files.readAllLines(release).stream()
        .filter(line -> line.startsWith("JAVA_VERSION="))
        .map(line -> line.replaceAll("[^0-9.]", "").split("\\.")[0])
        .mapToInt(Integer::parseInt)
        .findFirst()
        .orElse(0);
  }

  private Ended run(String... arguments) throws IOException, InterruptedException {
    return runOn(JAVA_HOME.resolve("bin/java"), arguments);
  }

  private Ended runOn(Path java, String... arguments) throws IOException, InterruptedException {
    Process process = startOn(java, List.of(), arguments);
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("%s ends", process.info()).isTrue();
      return new Ended(
          process.exitValue(),
          Files.readString(directory.resolve("out")),
          Files.readString(directory.resolve("err")));
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(String... arguments) throws IOException {
    return startOn(JAVA_HOME.resolve("bin/java"), List.of(), arguments);
  }

  private Process startOn(Path java, List<String> flags, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.add("@conf/gyre.jvm");
    command.addAll(flags);
    command.addAll(List.of("-jar", JAR));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(BASE)
        .redirectOutput(directory.resolve("out").toFile())
        .redirectError(directory.resolve("err").toFile())
        .start();
  }
}
