package io.gyre.ceph;

import io.gyre.testing.TestZone;
import io.gyre.testing.ZonePair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The jar's classes as the JVM maps them into memory (class data sharing). An empty run makes it
 * once; the many short processes that the tests start take a quarter less CPU with it.
 */
public final class JarArchive {
  private static final long LIMIT_SECONDS = 120;

  private static volatile List<String> flags = List.of();

  private JarArchive() {}

  /** What a JVM is started with that runs the jar; nothing before there are zones. */
  public static List<String> flags() {
    return flags;
  }

  /** Makes it in a directory, by an empty run between the zones; fails when that fails. */
  public static void make(ZonePair zones, Path directory) {
    Path archive = directory.resolve("gyre.jsa");
    try {
      Files.createDirectories(directory);
      Path config =
          Files.write(
              directory.resolve("empty.yaml"),
              List.of(
                  "source: " + zone(zones.source()),
                  "destination: " + zone(zones.destination()),
                  "select: { buckets: { include: [none] }, users: false }",
                  "ops: { listen: none }",
                  "state: " + Files.createTempDirectory(directory, "state-")));
      Path output = directory.resolve("empty.log");
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "@" + Path.of(System.getProperty("gyre.basedir"), "conf", "gyre.jvm"),
                  "-XX:ArchiveClassesAtExit=" + archive,
                  "-jar",
                  System.getProperty("gyre.jar"),
                  "sync",
                  "--once",
                  "--config",
                  config.toString())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException("an empty run failed: " + Files.readString(output));
      }
      flags = List.of("-XX:SharedArchiveFile=" + archive);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String zone(TestZone zone) {
    return "{ endpoint: \"%s\", access-key: \"%s\", secret-key: \"%s\" }"
        .formatted(zone.endpoint(), zone.accessKey(), zone.secretKey());
  }
}
