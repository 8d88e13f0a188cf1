package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.testing.UserBucket;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;

/** Keys that change faster than they are copied, and keys that change while they are. */
@AnyZones
@Timeout(300)
class HotKeysIT {
  private static final long SEED = Long.getLong("hot-keys.seed", 20261126);
  private static final int WRITES = Integer.getInteger("hot-keys.writes", 200);
  private static final int COLD = Integer.getInteger("hot-keys.cold", 200);
  private static final int LARGE_WRITES = 9;
  private static final int LARGE_BYTES = 12 << 20;

  private final ZonePair zones;
  private final Random random = new Random(SEED);

  @TempDir private Path directory;

  HotKeysIT(ZonePair zones) {
    this.zones = zones;
  }

  /** To the next state directory, what is left there would be somebody else's. */
  @AfterEach
  void leaveNothing() {
    zones.source().wipe();
    zones.destination().wipe();
  }

  @ParameterizedTest(name = "versions kept: {0}")
  @ValueSource(booleans = {false, true})
  void aHotKeyBesideColdOnes(boolean versions) throws InterruptedException {
    TestRoute route = new TestRoute(zones, directory, "hot-" + versions + "-");
    UserBucket bucket = bucket(route, versions);
    try (GyreProcess gyre = route.start()) {
      CompletableFuture<Void> cold =
          CompletableFuture.runAsync(
              () -> {
                UserBucket same = new UserBucket(bucket.user(), bucket.name());
                for (int i = 0; i < COLD; i++) {
                  same.put("cold" + i, "text of " + i);
                }
              });
      for (int i = 0; i < WRITES; i++) {
        change(bucket, i);
      }
      cold.join();
      route.awaitEqual(gyre);
      assertThat(gyre.terminate()).as("seed %d: %s", SEED, gyre.end()).isZero();
    }
  }

  @Test
  void aLargeObjectThatChangesWhileItIsCopied() throws InterruptedException {
    TestRoute route = new TestRoute(zones, directory, "large-");
    UserBucket bucket = bucket(route, false);
    try (GyreProcess gyre = route.start()) {
      for (int i = 0; i < LARGE_WRITES; i++) {
        bucket.put("large", new byte[LARGE_BYTES - random.nextInt(9)], headers -> {});
        if (i % 3 == 1) {
          bucket.delete("large");
        } else if (i % 3 == 2) {
          bucket.put("large", "small now");
        }
      }
      route.awaitEqual(gyre);
      assertThat(gyre.terminate()).as("seed %d: %s", SEED, gyre.end()).isZero();
    }
  }

  private static UserBucket bucket(TestRoute route, boolean versions) {
    UserBucket bucket = route.bucket(route.user("owner"), "b").create();
    if (versions) {
      bucket.enable();
    }
    bucket.put("hot", "at first");
    return bucket;
  }

  private void change(UserBucket bucket, int i) {
    int dice = random.nextInt(10);
    if (dice == 0) {
      bucket.delete("hot");
    } else if (dice == 1) {
      bucket.tagCurrentIfThere("hot", Map.of("i", "" + i));
    } else if (dice == 2) {
      bucket.put("hot", "open " + i);
      bucket.setAcl("hot", "", ObjectCannedACL.PUBLIC_READ);
    } else {
      bucket.put("hot", "text " + i);
    }
  }
}
