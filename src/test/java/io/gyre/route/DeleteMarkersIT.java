package io.gyre.route;

import static io.gyre.route.Scenario.versioned;

import io.gyre.testing.UserBucket;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Delete markers: ids, places, stacks of them, and their removal. */
@AnyZones
@Tag("long")
@Timeout(420)
class DeleteMarkersIT {
  private static final String K = "k";

  private final ZonePair zones;
  private final ScenarioRunner runner;

  DeleteMarkersIT(ZonePair zones, @TempDir Path directory) {
    this.zones = zones;
    this.runner = new ScenarioRunner(zones, directory, "markers", SCENARIOS);
  }

  /** To the next state directory, what is left there would be somebody else's. */
  @AfterEach
  void leaveNothing() {
    zones.source().wipe();
    zones.destination().wipe();
  }

  @TestFactory
  Stream<DynamicTest> fullPass() throws InterruptedException {
    return runner.fullPass();
  }

  @TestFactory
  Stream<DynamicTest> live() throws InterruptedException {
    return runner.live();
  }

  @TestFactory
  Stream<DynamicTest> whileStopped() throws InterruptedException {
    return runner.whileStopped();
  }

  private static final List<Scenario> SCENARIOS =
      List.of(
          versioned("one", bucket -> bucket.put(K, "one"), bucket -> bucket.delete(K)),
          versioned(
              "written-above",
              bucket -> bucket.put(K, "one"),
              bucket -> {
                bucket.delete(K);
                bucket.put(K, "two");
              }),
          versioned(
              "removed-again",
              bucket -> {
                bucket.put(K, "one");
                bucket.delete(K);
              },
              bucket -> bucket.remove(K, 1)),
          versioned(
              "made-and-removed-at-once",
              bucket -> bucket.put(K, "one"),
              bucket -> {
                bucket.delete(K);
                bucket.remove(K, 1);
                bucket.delete(K);
                bucket.remove(K, 2);
                bucket.setTags(K, bucket.id(K, 0), Map.of("a", "1"));
              }),
          versioned(
              "deleted-twice",
              bucket -> bucket.put(K, "one"),
              bucket -> {
                bucket.delete(K);
                bucket.delete(K);
              }),
          versioned("of-a-key-that-never-was", bucket -> {}, bucket -> bucket.delete(K)),
          versioned(
              "version-below-removed",
              bucket -> {
                bucket.put(K, "one");
                bucket.put(K, "two");
              },
              bucket -> {
                bucket.delete(K);
                bucket.remove(K, 1);
              }),
          versioned(
              "only-the-marker-left",
              bucket -> bucket.put(K, "one"),
              bucket -> {
                bucket.delete(K);
                bucket.remove(K, 0);
              }),
          versioned(
              "only-the-marker-left-then-written",
              bucket -> bucket.put(K, "one"),
              bucket -> {
                bucket.delete(K);
                bucket.remove(K, 0);
                bucket.put(K, "two");
              }),
          versioned("two-stacked", bucket -> {}, bucket -> stack(bucket, 2)),
          versioned("three-stacked", bucket -> {}, bucket -> stack(bucket, 3)),
          versioned(
              "stack-grows",
              bucket -> {
                bucket.put(K, "below");
                bucket.delete(K);
                bucket.put(K, "between");
                bucket.delete(K);
              },
              bucket -> bucket.remove(K, 2)),
          versioned(
              "stack-loses-its-middle", bucket -> stack(bucket, 3), bucket -> bucket.remove(K, 3)),
          versioned(
              "stack-loses-its-top", bucket -> stack(bucket, 3), bucket -> bucket.remove(K, 5)),
          versioned(
              "stack-loses-its-lowest", bucket -> stack(bucket, 3), bucket -> bucket.remove(K, 1)),
          versioned(
              "stack-written-above",
              bucket -> stack(bucket, 2),
              bucket -> {
                bucket.put(K, "above");
                bucket.delete(K);
              }),
          versioned(
              "stack-removed",
              bucket -> stack(bucket, 3),
              bucket -> {
                bucket.remove(K, 1);
                bucket.remove(K, 5);
                bucket.remove(K, 3);
                bucket.put(K, "again");
              }),
          versioned(
              "in-turns",
              bucket -> bucket.put(K, "first"),
              bucket -> {
                for (int i = 0; i < 10; i++) {
                  bucket.delete(K);
                  bucket.put(K, "round " + i);
                }
                bucket.delete(K);
              }),
          versioned(
              "old-one-removed",
              bucket -> {
                bucket.put(K, "one");
                bucket.delete(K);
                bucket.put(K, "two");
              },
              bucket -> bucket.remove(K, 1)));

  /**
   * Stacks markers, which takes a version between every two that is removed afterwards: ids 1, 3, 5
   * are the markers.
   */
  private static void stack(UserBucket bucket, int markers) {
    for (int i = 0; i < markers; i++) {
      bucket.put(K, "placeholder " + i);
      bucket.delete(K);
    }
    for (int i = 0; i < markers; i++) {
      bucket.remove(K, 2 * i);
    }
  }
}
