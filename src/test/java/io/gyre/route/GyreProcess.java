package io.gyre.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.gyre.testing.ZonePair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The built jar as a process, as operators run it: with the flags of {@code conf/gyre.jvm}, in a
 * directory of the test. Starting it takes longer than what most tests have it do, so a {@link
 * WarmProcess} runs what needs no process of its own.
 */
final class GyreProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 120;
  private static final long ORDERLY_SECONDS = 30;

  private static final int LAST_LINES = 12;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Those that leave nothing behind in their process. */
  private static final Set<String> WARM =
      Set.of("sync", "agent", "status", "parked", "check", "doctor");

  private final Execution execution;
  private final Path output;

  private GyreProcess(Execution execution, Path output) {
    this.execution = execution;
    this.output = output;
  }

  /**
   * Starts {@code sync} between the zones of a pair, with a state of its own under a directory.
   *
   * @param buckets glob of the buckets to replicate
   */
  static GyreProcess sync(ZonePair zones, Path directory, String buckets, String... options) {
    return sync(RouteFile.between(zones).buckets(buckets), directory, options);
  }

  /** Starts {@code sync} of a route, with its state under a directory. */
  static GyreProcess sync(RouteFile route, Path directory, String... options) {
    return sync(route.writeTo(directory), options);
  }

  /** Starts {@code sync} with this configuration, in its directory. */
  static GyreProcess sync(Path config, String... options) {
    List<String> arguments = new ArrayList<>(List.of("sync", "--config", config.toString()));
    arguments.addAll(List.of(options));
    return start(config.getParent(), List.of(), arguments);
  }

  /** Runs {@code sync --once} to its end, which has to be a good one; returns what it printed. */
  static String syncOnce(RouteFile route, Path directory) {
    return ofEnded(sync(route, directory, "--once"), 0);
  }

  /** Runs a command to its end, which has to come with this exit code; returns what it printed. */
  static String run(Path directory, int exitCode, String... arguments) {
    return ofEnded(start(directory, List.of(), List.of(arguments)), exitCode);
  }

  /**
   * Starts any command.
   *
   * @param flags of the JVM, after those of {@code conf/gyre.jvm}
   */
  static GyreProcess start(Path directory, List<String> flags, List<String> arguments) {
    boolean warm = flags.isEmpty() && WARM.contains(arguments.get(0));
    return warm ? startWarm(directory, arguments) : start(directory, List.of(), flags, arguments);
  }

  private static GyreProcess startWarm(Path directory, List<String> arguments) {
    Path output = output(directory);
    return new GyreProcess(WarmProcess.run(output, arguments), output);
  }

  /** Starts {@code sync} in a process of its own, which the test may harm. */
  static GyreProcess syncAlone(Path config) {
    return start(
        config.getParent(), List.of(), List.of(), List.of("sync", "--config", config.toString()));
  }

  /**
   * Starts any command, in a process of its own.
   *
   * @param wrapper what is to run it: a command that takes ours as its further arguments
   */
  static GyreProcess start(
      Path directory, List<String> wrapper, List<String> flags, List<String> arguments) {
    Path output = output(directory);
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(java());
    command.addAll(flags);
    command.addAll(List.of("-jar", System.getProperty("gyre.jar")));
    command.addAll(arguments);
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      return new GyreProcess(new OwnProcess(process), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A JVM with the flags that operators give it. */
  static List<String> java() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + Path.of(System.getProperty("gyre.basedir"), "conf", "gyre.jvm"));
    command.add(
        "-XX:SharedArchiveFile="
            + Path.of(System.getProperty("gyre.jar")).resolveSibling("gyre.jsa"));
    return command;
  }

  private static Path output(Path directory) {
    try {
      return Files.createTempFile(logs(), directory.getFileName() + "-", ".log");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String ofEnded(GyreProcess started, int exitCode) {
    try (GyreProcess gyre = started) {
      int code = gyre.exitCode();
      assertThat(code).as(gyre.output()).isEqualTo(exitCode);
      return gyre.output();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Waits for the end; its exit code. */
  int exitCode() throws InterruptedException {
    return exitCodeOr(() -> "");
  }

  /** Waits for the end; its exit code. What explains why there is none goes into the failure. */
  int exitCodeOr(Explanation explanation) throws InterruptedException {
    OptionalInt code = execution.exitWithin(PATIENCE_SECONDS);
    if (code.isEmpty()) {
      throw new AssertionError("gyre did not end: " + end() + "\n" + explanation.text());
    }
    return code.getAsInt();
  }

  /** Asked for when it is needed. */
  @FunctionalInterface
  interface Explanation {
    String text() throws InterruptedException;
  }

  /** As an operator or a service manager stops it. */
  int terminate() throws InterruptedException {
    execution.terminate();
    return exitCode();
  }

  /** As the kernel does when memory runs out. */
  void kill() throws InterruptedException {
    killNow();
    exitCode();
  }

  /** Sends the signal and does not wait. */
  void killNow() {
    execution.kill();
  }

  boolean isAlive() {
    return execution.isAlive();
  }

  boolean hasEnded() {
    return !execution.isAlive();
  }

  long pid() {
    return execution.pid();
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
    for (JsonNode event : objects()) {
      last = event.path("event").asText().equals("progress") ? event : last;
    }
    return last;
  }

  /** The JSON objects that it printed so far, a line each. */
  List<JsonNode> objects() {
    return output()
        .lines()
        .filter(line -> line.startsWith("{") && line.endsWith("}"))
        .map(GyreProcess::parsed)
        .toList();
  }

  private static JsonNode parsed(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not JSON: " + line, e);
    }
  }

  /** In order if it can, so that the route's lease is free for the next one. */
  @Override
  public void close() {
    execution.terminate();
    try {
      if (execution.exitWithin(ORDERLY_SECONDS).isEmpty()) {
        execution.kill();
      }
    } catch (InterruptedException e) {
      execution.kill();
      Thread.currentThread().interrupt();
    }
  }
}
