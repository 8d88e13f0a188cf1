package io.gyre.ceph;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs {@code bench/ceph/clusters} for a directory of its own. */
final class CephClusters {
  private static final List<String> TOOLS =
      List.of("ceph-mon", "ceph-osd", "radosgw", "radosgw-admin", "monmaptool", "osdmaptool");

  /** Of one cluster, at the most; what the tests write is far less. */
  private static final long MEMORY_BYTES = 8L << 30;

  /** For objects that are encrypted in tests, over plain HTTP. */
  private static final String ENCRYPTION_KEY = "YmluCmJvb3N0CmJvb3N0LWJ1aWxkCmNlcGguY29uZgo=";

  /** Else most answers on a kept connection take 40 ms. */
  private static final String FRONTEND = "--frontend=tcp_nodelay=1";

  private static final Duration UP_LIMIT = Duration.ofMinutes(5);
  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(2);

  private final Path script;
  private final Path directory;

  private CephClusters(Path script, Path directory) {
    this.script = script;
    this.directory = directory;
  }

  static CephClusters inBuildDirectory() {
    Path base = Path.of(System.getProperty("gyre.basedir", "")).toAbsolutePath();
    return new CephClusters(base.resolve("bench/ceph/clusters"), Fork.directory("ceph"));
  }

  /**
   * Why tests against real Ceph cannot run, or nothing.
   *
   * @param wish {@code auto}, {@code off} or {@code required}
   */
  static Optional<String> whyNot(String wish) {
    return switch (wish) {
      case "off" -> Optional.of("left out by -Dceph=off");
      case "required" -> Optional.empty();
      case "auto" -> missingTools();
      default ->
          throw new IllegalArgumentException("-Dceph=" + wish + ": use auto, off or required");
    };
  }

  private static Optional<String> missingTools() {
    String missing =
        TOOLS.stream().filter(tool -> !isOnPath(tool)).collect(Collectors.joining(", "));
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of("not installed: " + missing + " (bench/ceph/clusters up says how)");
  }

  private static boolean isOnPath(String tool) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(part -> Files.isExecutable(Path.of(part, tool)));
  }

  /** Starts both; they go down with this JVM, however it ends. */
  void up(
      List<Integer> gatewayPorts,
      List<Integer> monitorPorts,
      int dataLogWindowSeconds,
      int logShards) {
    down(); // what an earlier JVM left, should it have been killed together with its guard
    Runtime.getRuntime().addShutdownHook(new Thread(this::down, "ceph-clusters-down"));
    run(
        UP_LIMIT,
        "up",
        "--directory=" + directory,
        "--ports=" + commaSeparated(gatewayPorts),
        "--monitor-ports=" + commaSeparated(monitorPorts),
        "--data-log-window=" + dataLogWindowSeconds,
        "--set=rgw data log num shards = " + logShards,
        "--set=rgw md log max shards = " + logShards,
        "--set=rgw crypt require ssl = false",
        "--set=rgw crypt s3 kms backend = testing",
        "--set=rgw crypt s3 kms encryption keys = testkey-1=" + ENCRYPTION_KEY,
        "--set=osd objectstore = memstore", // what is tested stands before the disk
        "--set=memstore device bytes = " + MEMORY_BYTES,
        FRONTEND,
        "--until-exit=" + ProcessHandle.current().pid());
  }

  void down() {
    run(COMMAND_LIMIT, "down", "--directory=" + directory);
  }

  /**
   * Starts or ends a gateway.
   *
   * @param number from 1 on; one more than there are is added, two ports above the one before
   * @param settings what it is started with beside the cluster's own, {@code key = value} each
   */
  void gateway(String zone, String action, int number, String... settings) {
    List<String> command = new ArrayList<>(List.of("gateway", "--directory=" + directory));
    command.add(FRONTEND);
    for (String setting : settings) {
      command.add("--set=" + setting);
    }
    command.addAll(List.of(zone, action, Integer.toString(number)));
    run(COMMAND_LIMIT, command.toArray(String[]::new));
  }

  String admin(String zone, String... arguments) {
    return tool("admin", zone, arguments);
  }

  String rados(String zone, String... arguments) {
    return tool("rados", zone, arguments);
  }

  private String tool(String name, String zone, String... arguments) {
    List<String> command = new ArrayList<>(List.of(name, "--directory=" + directory, zone));
    command.addAll(List.of(arguments));
    return run(COMMAND_LIMIT, command.toArray(String[]::new));
  }

  private static String commaSeparated(List<Integer> ports) {
    return ports.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /** Returns the standard output; a failure is thrown with both outputs in its message. */
  private String run(Duration limit, String... arguments) {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    try {
      Path output = Files.createTempFile("gyre-clusters-", ".out");
      Path errors = Files.createTempFile("gyre-clusters-", ".err");
      try {
        int code = exitCode(command, output, errors, limit);
        String printed = Files.readString(output);
        if (code != 0) {
          throw new IllegalStateException(
              String.join(" ", command) + ": " + code + "\n" + printed + Files.readString(errors));
        }
        return printed;
      } finally {
        Files.delete(output);
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted: " + String.join(" ", command), e);
    }
  }

  /** Output goes to files: a pipe would stay open as long as a daemon that inherited it. */
  private static int exitCode(List<String> command, Path output, Path errors, Duration limit)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroy(); // the script tidies up
      throw new IllegalStateException(
          String.join(" ", command) + ": no end after " + limit.toSeconds() + " s");
    }
    return process.exitValue();
  }
}
