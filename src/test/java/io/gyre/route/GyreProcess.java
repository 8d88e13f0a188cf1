package io.gyre.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.gyre.ceph.CephPair;
import io.gyre.testing.TestZone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The built jar as a process of its own, as operators run it. */
final class GyreProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 120;
  private static final int LAST_LINES = 12;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final Path output;

  private GyreProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts {@code sync} with a state of its own under a directory.
   *
   * @param buckets glob of the buckets to replicate
   */
  static GyreProcess sync(CephPair ceph, Path directory, String buckets, String... options) {
    return sync(ceph, directory, buckets, List.of(), options);
  }

  /**
   * Starts {@code sync} with a state of its own under a directory.
   *
   * @param buckets glob of the buckets to replicate
   * @param more further lines of the configuration
   */
  static GyreProcess sync(
      CephPair ceph, Path directory, String buckets, List<String> more, String... options) {
    try {
      Path config = directory.resolve("gyre.yaml");
      Files.writeString(config, configuration(ceph, directory, buckets, more));
      Path output = Files.createTempFile(logs(), buckets.replaceAll("[^a-z0-9-]", ""), ".log");
      return start(output, List.of(), arguments(config, options));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts {@code sync} with this configuration. */
  static GyreProcess sync(Path config, String... options) {
    return start(List.of(), arguments(config, options));
  }

  private static List<String> arguments(Path config, String... options) {
    List<String> arguments = new ArrayList<>(List.of("sync", "--config", config.toString()));
    arguments.addAll(List.of(options));
    return arguments;
  }

  /**
   * Starts any command.
   *
   * @param wrapper what is to run it: a command that takes ours as its further arguments
   */
  static GyreProcess start(List<String> wrapper, List<String> arguments) {
    try {
      return start(Files.createTempFile(logs(), "gyre-", ".log"), wrapper, arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GyreProcess start(
      Path output, List<String> wrapper, List<String> arguments) {
    try {
      List<String> command = new ArrayList<>(wrapper);
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
      command.addAll(List.of("-jar", System.getProperty("gyre.jar")));
      command.addAll(arguments);
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      return new GyreProcess(process, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the end; its exit code. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("gyre did not end: " + end());
    }
    return process.exitValue();
  }

  /** As an operator or a service manager stops it. */
  int terminate() throws InterruptedException {
    process.destroy();
    return exitCode();
  }

  /** As the kernel does when memory runs out. */
  void kill() throws InterruptedException {
    killNow();
    process.waitFor();
  }

  /** Sends the signal and does not wait. */
  void killNow() {
    process.destroyForcibly();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  boolean hasEnded() {
    return !process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** All that it printed so far. */
  String output() {
    try {
      return Files.readString(output, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where all that it printed is kept, and the last of it, for messages. */
  String end() {
    List<String> lines = output().lines().toList();
    return output
        + ", which ends:\n"
        + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }

  /** Beside the jar, where they outlive the test. */
  private static Path logs() throws IOException {
    return Files.createDirectories(
        Path.of(System.getProperty("gyre.jar")).resolveSibling("gyre-logs"));
  }

  /** The last progress line of a run with {@code --json}; the missing node before the first. */
  JsonNode progress() {
    JsonNode last = MissingNode.getInstance();
    for (String line : output().lines().toList()) {
      if (line.startsWith("{") && line.endsWith("}")) {
        JsonNode event = parsed(line);
        last = event.path("event").asText().equals("progress") ? event : last;
      }
    }
    return last;
  }

  private static JsonNode parsed(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not JSON: " + line, e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static String configuration(
      CephPair ceph, Path directory, String buckets, List<String> more) {
    return String.join(
        "\n",
        "source: " + zone(ceph.source()),
        "destination: " + zone(ceph.destination()),
        "state: " + directory.resolve("state"),
        "select: { buckets: { include: [\"" + buckets + "\"] } }",
        "polling: { idle: 2s, busy: 500ms, data-log-window: "
            + CephPair.DATA_LOG_WINDOW_SECONDS
            + "s }",
        "timeouts: { lease: 10s }",
        String.join("\n", more),
        "");
  }

  private static String zone(TestZone zone) {
    return String.format(
        "{ endpoint: \"%s\", access-key: \"%s\", secret-key: \"%s\", zone: \"%s\" }",
        zone.endpoint(), zone.accessKey(), zone.secretKey(), zone.name());
  }
}
