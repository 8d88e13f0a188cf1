package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.route.BadDaysRoute.End;
import io.gyre.testing.ZoneComparison;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The replicator, killed at random moments while the source is written to. A few rounds belong to
 * the build; {@code bench/kill9} asks for many.
 */
@AnyZones
@Timeout(value = 3, unit = TimeUnit.HOURS) // of as many rounds as anybody asks for
class KillNineIT {
  private static final int ROUNDS = Integer.getInteger("kill9.rounds", 3);
  private static final int COMPARE_EVERY = Integer.getInteger("kill9.compare-every", 3);
  private static final long SEED = Long.getLong("kill9.seed", 20260103);

  /** From before the first request of the process to long after its first copy. */
  private static final int LIFE_MAX_MILLIS = 9_000;

  private final ZonePair zones;
  private final Random random = new Random(SEED);

  @TempDir private Path directory;

  KillNineIT(ZonePair zones) {
    this.zones = zones;
  }

  @Test
  void nothingIsLostHoweverOftenItIsKilled() throws InterruptedException {
    SourceLoad load = new SourceLoad(zones.source(), "kill-nine", random);
    BadDaysRoute route =
        new BadDaysRoute(
            directory, End.of(zones.source()), End.of(zones.destination()), "kill-nine*");
    say("seed %d, %d rounds", SEED, ROUNDS);
    int compared = 0;
    for (int round = 1; round <= ROUNDS; round++) {
      int life = 500 + random.nextInt(LIFE_MAX_MILLIS - 500);
      try (GyreProcess gyre = GyreProcess.sync(route.write())) {
        load.run(Instant.now().plus(Duration.ofMillis(life)));
        assertThat(gyre.hasEnded()).as(gyre.output()).isFalse();
        gyre.kill();
      }
      say("round %d: killed after %d ms, %d writes so far", round, life, load.writes());
      if (round % COMPARE_EVERY == 0 || round == ROUNDS) {
        compare(route, round);
        compared++;
      }
    }
    say(
        "seed %d: %d kills, %d writes, %d comparisons, all equal",
        SEED, ROUNDS, load.writes(), compared);
  }

  private void compare(BadDaysRoute route, int round) throws InterruptedException {
    try (GyreProcess gyre = GyreProcess.sync(route.write(), "--once")) {
      assertThat(gyre.exitCode()).as(gyre.output()).isZero();
    }
    assertThat(
            ZoneComparison.of(zones.source(), zones.destination())
                .withBytes()
                .onlyUsers(uid -> uid.startsWith("kill-nine"))
                .onlyBuckets(bucket -> bucket.startsWith("kill-nine"))
                .differences())
        .as("seed %d, round %d", SEED, round)
        .isEmpty();
    say("round %d: equal", round);
  }

  private static void say(String format, Object... arguments) {
    System.out.printf("kill9: " + format + "%n", arguments);
  }
}
