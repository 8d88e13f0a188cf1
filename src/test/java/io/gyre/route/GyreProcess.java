package io.gyre.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.ceph.CephPair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The built jar as a process of its own, as operators run it: with the flags of {@code
 * conf/gyre.jvm}, in a directory of the test.
 */
final class GyreProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 120;

  /** A process that lives for seconds gains nothing from the second compiler. */
  private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

  private final Process process;
  private final Path output;

  private GyreProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts {@code sync} between the zones of a pair, with a state of its own under a directory.
   *
   * @param buckets glob of the buckets to replicate
   */
  static GyreProcess sync(CephPair ceph, Path directory, String buckets, String... options) {
    return sync(RouteFile.between(ceph).buckets(buckets), directory, options);
  }

  /** Starts {@code sync} of a route, with its state under a directory. */
  static GyreProcess sync(RouteFile route, Path directory, String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("sync", "--config", "" + route.writeTo(directory)));
    arguments.addAll(List.of(options));
    return start(directory, List.of(QUICK_START), arguments);
  }

  /** Runs {@code sync --once} to its end, which has to be a good one; returns what it printed. */
  static String syncOnce(RouteFile route, Path directory) {
    return ofEnded(sync(route, directory, "--once"), 0);
  }

  /** Runs a command to its end, which has to come with this exit code; returns what it printed. */
  static String run(Path directory, int exitCode, String... arguments) {
    return ofEnded(start(directory, List.of(QUICK_START), List.of(arguments)), exitCode);
  }

  /**
   * Starts any command.
   *
   * @param flags of the JVM, after those of {@code conf/gyre.jvm}
   */
  static GyreProcess start(Path directory, List<String> flags, List<String> arguments) {
    try {
      Path output = Files.createTempFile(directory, "gyre-", ".log");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add("@" + Path.of(System.getProperty("gyre.basedir"), "conf", "gyre.jvm"));
      command.addAll(flags);
      command.addAll(List.of("-jar", System.getProperty("gyre.jar")));
      command.addAll(arguments);
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      return new GyreProcess(process, output);
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

  /** All that it printed so far. */
  String output() {
    try {
      return Files.readString(output, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
