package io.gyre.route;

import static java.nio.charset.StandardCharsets.UTF_8;

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
    try {
      Path config = directory.resolve("gyre.yaml");
      Files.writeString(config, configuration(ceph, directory, buckets));
      return sync(config, options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts {@code sync} with this configuration. */
  static GyreProcess sync(Path config, String... options) {
    List<String> arguments = new ArrayList<>(List.of("sync", "--config", config.toString()));
    arguments.addAll(List.of(options));
    return start(config.getParent(), List.of(), arguments);
  }

  /**
   * Starts any command.
   *
   * @param directory gets the output
   * @param wrapper what is to run it: a command that takes ours as its further arguments
   */
  static GyreProcess start(Path directory, List<String> wrapper, List<String> arguments) {
    try {
      Path output = Files.createTempFile(directory, "gyre-", ".log");
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
      throw new AssertionError("gyre did not end:\n" + output());
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
    process.destroyForcibly();
    process.waitFor();
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

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static String configuration(CephPair ceph, Path directory, String buckets) {
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
        "");
  }

  private static String zone(TestZone zone) {
    return String.format(
        "{ endpoint: \"%s\", access-key: \"%s\", secret-key: \"%s\", zone: \"%s\" }",
        zone.endpoint(), zone.accessKey(), zone.secretKey(), zone.name());
  }
}
