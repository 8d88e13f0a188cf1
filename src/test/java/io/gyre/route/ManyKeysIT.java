package io.gyre.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gyre.embedded.EmbeddedSettings;
import io.gyre.embedded.EmbeddedZone;
import io.gyre.testing.TestZone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many keys, between embedded zones in this JVM, with a heap that has no room for a word about
 * each. What is promised of a million takes the better part of an hour:
 *
 * <pre>{@code
 * mvn verify -Dceph=off -Dtest=NoUnit -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=ManyKeysIT \
 *   -Dit.embedded.excluded=none -Dmany.keys=1000000 -Dmany.buckets=10000 -Dmany.heap=512m \
 *   -Dtest.jvm='-Xmx6g -XX:+UseSerialGC -Dmany.keys=1000000 -Dmany.buckets=10000 -Dmany.heap=512m'
 * }</pre>
 */
@Timeout(value = 3, unit = TimeUnit.HOURS)
@Tag("any-zones")
@Tag("long")
@EnabledIfSystemProperty(named = "zones", matches = "embedded", disabledReason = "needs no Ceph")
class ManyKeysIT {
  private static final int KEYS = Integer.getInteger("many.keys", 100_000);
  private static final int BUCKETS = Integer.getInteger("many.buckets", 1000);
  private static final String HEAP = System.getProperty("many.heap", "64m");
  private static final Duration LIMIT = Duration.ofHours(3);

  @TempDir private Path directory;
  private final EmbeddedZone source = EmbeddedZone.start(EmbeddedSettings.named("master-1"));
  private final EmbeddedZone destination = EmbeddedZone.start(EmbeddedSettings.named("slave-1"));

  @AfterEach
  void stop() {
    source.close();
    destination.close();
  }

  @Test
  void inOneBucket() throws Exception {
    areReplicated(1);
  }

  @Test
  void inManyBuckets() throws Exception {
    areReplicated(BUCKETS);
  }

  private void areReplicated(int buckets) throws Exception {
    ManyKeys keys = new ManyKeys(buckets, KEYS / buckets);
    keys.writeTo(source.zone());
    RouteFile route = RouteFile.between(end(source), end(destination));
    long begin = System.nanoTime();
    long resident = 0;
    try (GyreProcess gyre = start(route.writeTo(directory))) {
      resident = residentUntilItEnds(gyre);
      assertThat(gyre.exitCode()).as(gyre::end).isZero();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    keys.assertEqual(source.zone(), destination.zone());
    System.out.printf(
        "%,d keys in %,d buckets: copied in %d s, resident %d MiB at most with a heap of %s%n",
        keys.count(), buckets, took.toSeconds(), resident >> 10, HEAP);
  }

  private GyreProcess start(Path config) {
    return GyreProcess.start(
        directory,
        List.of("-Xmx" + HEAP, "-Xms48m", "-Xmn20m"),
        List.of("sync", "--config", config.toString(), "--once"));
  }

  private static String end(EmbeddedZone zone) {
    try (TestZone end =
        new TestZone(
            zone.settings().name(),
            zone.zone().identity().zonegroup(),
            zone.endpoint(),
            zone.key().id(),
            zone.key().secret())) {
      return RouteFile.zone(end);
    }
  }

  /** The most memory that it had, in KiB. */
  private static long residentUntilItEnds(GyreProcess gyre) {
    long[] most = new long[1];
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              most[0] = Math.max(most[0], resident(gyre.pid()));
              return gyre.hasEnded();
            });
    return most[0];
  }

  private static long resident(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"), UTF_8).stream()
          .filter(line -> line.startsWith("VmHWM"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException ended) {
      return 0;
    }
  }
}
