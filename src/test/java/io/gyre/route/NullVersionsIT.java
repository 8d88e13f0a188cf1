package io.gyre.route;

import io.gyre.testing.UserBucket;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Null versions: a bucket goes through states of versioning, and its keys through every sequence of
 * what can be done to a key in each of them.
 *
 * <p>A key is called by what happens to it: {@code pdr-} was written in the bucket's first state,
 * deleted in the second, its null version was removed in the third, and nothing happened in the
 * fourth.
 */
@Tag("long")
@AnyZones
@Timeout(420)
class NullVersionsIT {
  /** Put, delete, remove {@code null}, tag the current version, nothing. */
  private static final String DEEDS = "pdrt-";

  /** Of the longer paths, some of the sequences. */
  private static final int KEYS_AT_MOST = 80;

  private static final long SEED = 20260101;

  private final ZonePair zones;
  private final ScenarioRunner runner;

  NullVersionsIT(ZonePair zones, @TempDir Path directory) {
    this.zones = zones;
    List<Scenario> scenarios =
        Stream.of("ne", "ns", "nes", "nse", "nese", "nses", "nsene").map(this::path).toList();
    this.runner = new ScenarioRunner(zones, directory, "nulls", scenarios);
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

  /**
   * A bucket that goes through states.
   *
   * @param states n: none yet, e: enabled, s: suspended; the last one comes as the change
   */
  private Scenario path(String states) {
    List<String> keys = keys(states.length());
    int last = states.length() - 1;
    return Scenario.plain(
        states,
        bucket -> {
          for (int step = 0; step < last; step++) {
            enter(bucket, states.charAt(step), step, keys);
          }
        },
        bucket -> enter(bucket, states.charAt(last), last, keys));
  }

  /** Sequences of deeds, one for each state. */
  private static List<String> keys(int length) {
    List<String> keys = new ArrayList<>(List.of(""));
    for (int step = 0; step < length; step++) {
      List<String> longer = new ArrayList<>();
      for (String key : keys) {
        DEEDS.chars().forEach(deed -> longer.add(key + (char) deed));
      }
      keys = longer;
    }
    Collections.shuffle(keys, new Random(SEED));
    return keys.subList(0, Math.min(keys.size(), KEYS_AT_MOST));
  }

  private static void enter(UserBucket bucket, char state, int step, List<String> keys) {
    switch (state) {
      case 'e' -> bucket.enable();
      case 's' -> bucket.suspend();
      default -> {} // as it was created, or once more what it was
    }
    for (String key : keys) {
      apply(bucket, key, key.charAt(step), step);
    }
  }

  private static void apply(UserBucket bucket, String key, char deed, int step) {
    switch (deed) {
      case 'p' -> bucket.put(key, "step " + step + " of " + key);
      case 'd' -> bucket.delete(key);
      case 'r' -> bucket.remove(key, UserBucket.NULL);
      case 't' -> bucket.tagCurrentIfThere(key, Map.of("step", String.valueOf(step)));
      default -> {} // nothing happens to this key in this state
    }
  }
}
