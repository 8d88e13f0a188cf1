package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gyre.testing.S3User;
import io.gyre.testing.UserBucket;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Buckets whose versioning changes while many of their keys are still to come. */
@Tag("long")
@AnyZones
@Timeout(300)
class VersioningStatesIT {
  private static final int KEYS = 240;
  private static final Duration BEGIN = Duration.ofSeconds(60);

  /** So that a full pass takes long enough for something to happen meanwhile. */
  private static final String SLOWLY =
      "limits: { objects-in-flight: 1, full-passes: 1, live-workers: 1, listing-page: 5,"
          + " log-page: 5 }";

  private final ZonePair zones;
  private final Path directory;

  VersioningStatesIT(ZonePair zones, @TempDir Path directory) {
    this.zones = zones;
    this.directory = directory;
  }

  /** To the next state directory, what is left there would be somebody else's. */
  @AfterEach
  void leaveNothing() {
    zones.source().wipe();
    zones.destination().wipe();
  }

  /** From what state the bucket goes to what. */
  enum Turn {
    NEVER_TO_ENABLED(bucket -> {}, UserBucket::enable),
    NEVER_TO_SUSPENDED(bucket -> {}, UserBucket::suspend),
    ENABLED_TO_SUSPENDED(UserBucket::enable, UserBucket::suspend),
    SUSPENDED_TO_ENABLED(UserBucket::suspend, UserBucket::enable),
    ENABLED_THERE_AND_BACK(
        UserBucket::enable,
        bucket -> {
          bucket.suspend();
          writeSome(bucket, 1);
          bucket.enable();
        }),
    SUSPENDED_THERE_AND_BACK(
        UserBucket::suspend,
        bucket -> {
          bucket.enable();
          writeSome(bucket, 1);
          bucket.suspend();
        });

    private final Consumer<UserBucket> first;
    private final Consumer<UserBucket> then;

    Turn(Consumer<UserBucket> first, Consumer<UserBucket> then) {
      this.first = first;
      this.then = then;
    }

    private String bucketName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @ParameterizedTest
  @EnumSource
  void duringTheFullPass(Turn turn) throws InterruptedException {
    TestRoute route = new TestRoute(zones, directory, "midway-", SLOWLY);
    UserBucket bucket = filled(route, turn);
    try (GyreProcess gyre = route.start()) {
      awaitSomeKeys(route, bucket);

      turn.then.accept(bucket);
      writeSome(bucket, 0);

      route.awaitEqual(gyre);
      assertThat(gyre.terminate()).as(gyre.end()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whileStoppedInTheMiddleOfTheFullPass(Turn turn) throws InterruptedException {
    TestRoute route = new TestRoute(zones, directory, "cut-", SLOWLY);
    UserBucket bucket = filled(route, turn);
    try (GyreProcess gyre = route.start()) {
      awaitSomeKeys(route, bucket);
      gyre.kill();
    }
    turn.then.accept(bucket);
    writeSome(bucket, 0);

    route.with().once().requireSuccess();

    route.assertEqual();
  }

  /** Both states have left versions in it; keys come in both halves of every listing. */
  private static UserBucket filled(TestRoute route, Turn turn) {
    S3User owner = route.user(turn.bucketName());
    UserBucket bucket = route.bucket(owner, turn.bucketName()).create();
    for (int i = 0; i < KEYS; i++) {
      if (i == KEYS / 3) {
        turn.first.accept(bucket);
      }
      bucket.put("key" + i, "first of " + i);
    }
    for (int i = 0; i < KEYS; i += 5) {
      bucket.put("key" + i, "second of " + i);
    }
    return bucket;
  }

  private static void writeSome(UserBucket bucket, int first) {
    for (int i = first; i < KEYS; i += 7) {
      String key = "key" + i;
      bucket.put(key, "written after the turn");
      switch (i % 4) {
        case 0 -> bucket.delete(key);
        case 1 -> bucket.remove(key, UserBucket.NULL);
        case 2 -> bucket.tagCurrentIfThere(key, Map.of("a", "1"));
        default -> {} // the write alone
      }
    }
  }

  private static void awaitSomeKeys(TestRoute route, UserBucket bucket) {
    UserBucket there = new UserBucket(route.destination().user(bucket.user().uid()), bucket.name());
    await().atMost(BEGIN).pollInterval(Duration.ofMillis(50)).until(() -> keys(there) > 3);
  }

  private static int keys(UserBucket bucket) {
    try {
      return bucket.client().listObjectsV2(of -> of.bucket(bucket.name())).keyCount();
    } catch (S3Exception notThereYet) {
      return 0;
    }
  }
}
