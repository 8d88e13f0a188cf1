package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.gyre.testing.Difference;
import io.gyre.testing.SpoiltKey;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories at the source while Gyre runs, is killed, and is started again; in the end both
 * zones are equal. Left out are keys that the source's gateway spoilt itself under this load: Gyre
 * names them as parked, or the destination serves what the source serves.
 *
 * <p>{@code -Dhistory.seeds=200} runs so many seeds from 1 (or {@code -Dhistory.first=}), {@code
 * -Dhistory.together=10} that many of them side by side on one route, {@code -Dhistory.seed=17}
 * replays one.
 */
@AnyZones
class HistoryIT {
  private static final int SEEDS = 3;

  /** Of one history. */
  private static final int SPOILT_MAX = 2;

  private static final int KILLS = 2;
  private static final int STEPS = 15;
  private static final int LONGEST_LIFE_MILLIS = 3_000;
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration BURST = Duration.ofSeconds(120);

  private final ZonePair zones;

  @TempDir private Path directory;

  HistoryIT(ZonePair zones) {
    this.zones = zones;
  }

  @Tag("long")
  @TestFactory
  Stream<DynamicTest> bucketsThatNeverKeepVersions() {
    return seeds("plain", Operation.PLAIN, false);
  }

  @Tag("long")
  @TestFactory
  Stream<DynamicTest> bucketsThatKeepVersions() {
    return seeds("versions", Operation.VERSIONS, true);
  }

  @TestFactory
  Stream<DynamicTest> bucketsOfEveryKindAndFate() {
    return seeds("all", Operation.ALL, true);
  }

  private Stream<DynamicTest> seeds(String kind, Set<Operation> operations, boolean versions) {
    Long one = Long.getLong("history.seed");
    long first = Long.getLong("history.first", 1);
    int together = Integer.getInteger("history.together", SEEDS);
    long end = first + Integer.getInteger("history.seeds", SEEDS);
    return one != null
        ? Stream.of(test(kind, List.of(one), operations, versions))
        : LongStream.iterate(first, from -> from < end, from -> from + together)
            .mapToObj(from -> LongStream.range(from, Math.min(end, from + together)))
            .map(seeds -> test(kind, seeds.boxed().toList(), operations, versions));
  }

  private DynamicTest test(
      String kind, List<Long> seeds, Set<Operation> operations, boolean versions) {
    String prefix = "h" + kind + seeds.get(0) + "-";
    return dynamicTest(kind + " " + seeds, () -> replicate(prefix, seeds, operations, versions));
  }

  private void replicate(
      String prefix, List<Long> seeds, Set<Operation> operations, boolean versions)
      throws InterruptedException, IOException {
    Path own = Files.createDirectory(directory.resolve(prefix));
    TestRoute route = new TestRoute(zones, own, prefix);
    List<History> histories = new ArrayList<>();
    try {
      for (long seed : seeds) {
        histories.add(new History(route.below(seed + "-"), seed, operations, versions));
      }
      Random moments = new Random(seeds.get(0));
      for (int kill = 0; kill < KILLS; kill++) {
        runAndKill(route, histories, moments.nextInt(LONGEST_LIFE_MILLIS));
      }
      burst(histories); // while it is down
      TestRoute.Run run = route.once();
      Set<SpoiltKey> parked = route.parkedKeys();
      Set<SpoiltKey> leftOut = new HashSet<>(parked);
      route.differencesWithout(parked).stream()
          .flatMap(difference -> SpoiltKey.of(difference).stream())
          .filter(key -> key.isSpoilt(route.source()))
          .filter(key -> key.isServedAlike(route.source(), route.destination()))
          .forEach(leftOut::add);
      List<Difference> differences = route.differencesWithout(leftOut);
      System.out.printf(
          "histories %s: %d keys left out that the source itself does not serve%n",
          seeds, leftOut.size());
      boolean expected =
          leftOut.size() <= SPOILT_MAX * seeds.size()
              && run.exitCode() == (parked.isEmpty() ? 0 : 1)
              && parked.stream().allMatch(key -> key.isSpoilt(route.source()));
      if (!expected || !differences.isEmpty()) {
        throw new AssertionError(report(seeds, route, histories, run, differences));
      }
    } finally {
      histories.forEach(History::close);
      route.wipe();
    }
  }

  /** Changes happen while it starts, and go on while it works, until some moment. */
  private static void runAndKill(TestRoute route, List<History> histories, int afterMillis)
      throws InterruptedException {
    try (GyreProcess gyre = route.start()) {
      burst(histories);
      await().atMost(START).until(() -> gyre.output().contains("metadata log shards"));
      CompletableFuture<Void> moment =
          new CompletableFuture<Void>()
              .completeOnTimeout(null, afterMillis, TimeUnit.MILLISECONDS)
              .thenRun(gyre::killNow);
      burst(histories);
      ended(moment);
      assertThat(gyre.exitCode()).as(gyre.end()).isEqualTo(128 + 9);
    }
  }

  private static void burst(List<History> histories) {
    ended(
        CompletableFuture.allOf(
            histories.stream()
                .map(history -> history.burst(STEPS))
                .toArray(CompletableFuture[]::new)));
  }

  private static void ended(CompletableFuture<Void> future) {
    future.orTimeout(BURST.toSeconds(), TimeUnit.SECONDS).join();
  }

  private static String report(
      List<Long> seeds,
      TestRoute route,
      List<History> histories,
      TestRoute.Run run,
      List<Difference> differences) {
    Set<String> buckets = new TreeSet<>();
    for (Difference difference : differences) {
      if (difference.where().startsWith("bucket ")) {
        buckets.add(difference.where().substring("bucket ".length()).replaceAll(",.*", ""));
      }
    }
    return "seeds "
        + seeds
        + ", replay with -Dhistory.first="
        + seeds.get(0)
        + " -Dhistory.seeds="
        + seeds.size()
        + " -Dhistory.together="
        + seeds.size()
        + "; the last run ended with "
        + run.exitCode()
        + "\n"
        + differences.stream().map(Difference::toString).collect(Collectors.joining("\n"))
        + "\n"
        + buckets.stream()
            .flatMap(bucket -> histories.stream().map(history -> history.of(bucket)))
            .filter(happened -> !happened.isEmpty())
            .collect(Collectors.joining("\n\n"))
        + "\n"
        + run.end()
        + "\nroute "
        + route.named("*");
  }
}
