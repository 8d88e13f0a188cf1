package io.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gyre.embedded.faults.FaultRule;
import io.gyre.route.History;
import io.gyre.route.Operation;
import io.gyre.testing.StoreView;
import io.gyre.testing.UserBucket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random histories at the source while both ends fail now and then and Gyre is stopped and started
 * again; in the end users of the store see what those of the source see.
 *
 * <p>{@code -Dhistory.seeds=20} runs so many seeds from 1 (or {@code -Dhistory.first=}), {@code
 * -Dhistory.kind=plain} only in buckets that never keep versions, {@code =versions} only in those
 * that do.
 */
@Timeout(180)
class StoreHistoryTest {
  private static final int STEPS = 15;

  /** A key that was parked by a fault is tried again by the next run. */
  private static final int RUNS_MAX = 3;

  private static final String[] OF_SOURCE = {
    "0.05 reset GET .*rgwx-", "0.05 truncate GET .*rgwx-", "0.03 status=500 GET .*rgwx-"
  };
  private static final String[] OF_STORE = {
    "0.05 status=503", "0.04 reset", "0.03 status=500", "0.03 half-document"
  };

  @TempDir private Path directory;

  static Stream<Long> seeds() {
    long first = Long.getLong("history.first", 1);
    return LongStream.range(first, first + Integer.getInteger("history.seeds", 1)).boxed();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anyHistoryEndsEqual(long seed) throws Exception {
    switch (System.getProperty("history.kind", "all")) {
      case "plain" -> replicate(seed, Operation.PLAIN, false);
      case "versions" -> replicate(seed, Operation.VERSIONS, true);
      case "all" -> replicate(seed, Operation.ALL, true);
      default -> throw new IllegalArgumentException("history.kind is plain, versions or all");
    }
  }

  private void replicate(long seed, Set<Operation> operations, boolean versions) throws Exception {
    try (StoreRoute route = new StoreRoute(directory);
        History history = new History(route.source(), "h-", seed, operations, versions)) {
      route.sourceFails(rules(OF_SOURCE));
      route.storeFails(rules(OF_STORE));
      Replication running = route.continuous();
      CompletionStage<Integer> ended = running.run();
      burst(history);
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .until(() -> !copies(route).isEmpty());
      burst(history);
      running.stop();
      assertThat(ended.toCompletableFuture().get(60, TimeUnit.SECONDS)).isZero();
      burst(history);
      route.once();
      burst(history);
      route.sourceFails();
      route.storeFails();
      int code = ExitCode.DIFFERENCES;
      for (int run = 0; run < RUNS_MAX && code != ExitCode.DONE; run++) {
        code = route.once();
      }
      assertThat(code).as("%s: %s", said(seed), route.left()).isEqualTo(ExitCode.DONE);
      assertSame(seed, route, history);
    }
  }

  /** Names of the store's buckets that are copies. */
  private static List<String> copies(StoreRoute route) {
    return route.account().client().listBuckets().buckets().stream()
        .map(bucket -> bucket.name())
        .filter(name -> !name.equals(StoreRoute.LEASES))
        .toList();
  }

  private static FaultRule[] rules(String... rules) {
    return Arrays.stream(rules).map(FaultRule::parse).toArray(FaultRule[]::new);
  }

  private static void burst(History history) throws Exception {
    history.burst(STEPS).get(60, TimeUnit.SECONDS);
  }

  private static String said(long seed) {
    return "replay with -Dhistory.first=" + seed;
  }

  private static void assertSame(long seed, StoreRoute route, History history) {
    TreeMap<String, UserBucket> buckets = new TreeMap<>();
    history.buckets().forEach(bucket -> buckets.put(bucket.name(), bucket));
    assertThat(copies(route)).as(said(seed)).containsExactlyInAnyOrderElementsOf(buckets.keySet());
    buckets.forEach(
        (name, bucket) ->
            assertThat(StoreView.of(route.store(), route.account(), name))
                .as("%s; bucket %s:%n%s", said(seed), name, history.of(name))
                .isEqualTo(StoreView.of(route.source(), bucket.user(), name)));
  }
}
