package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gyre.testing.S3User;
import io.gyre.testing.UserBucket;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Buckets for which an administrator disables sync, and buckets of tenants. */
@AnyZones
@Timeout(300)
class SyncStopIT {
  private static final Duration ARRIVAL = Duration.ofSeconds(60);

  private final ZonePair zones;

  @TempDir private Path directory;

  SyncStopIT(ZonePair zones) {
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
  void whatIsWrittenWhileDisabledArrivesAfterEnabling(boolean versions)
      throws InterruptedException {
    TestRoute route = new TestRoute(zones, directory, "disabled-" + versions + "-");
    UserBucket bucket = filled(route, versions);
    UserBucket witness = route.bucket(bucket.user(), "witness").create();
    try (GyreProcess gyre = route.start()) {
      route.awaitEqual(gyre);
      sync(bucket, false);
      bucket.put("while disabled", "text");
      bucket.delete("key1");
      bucket.put("key2", "another text");
      witness.put("later", "text");
      awaitThere(route, witness, "later");

      assertThat(isThere(route, bucket, "while disabled")).isFalse();
      assertThat(isThere(route, bucket, "key1")).isTrue();

      sync(bucket, true);
      bucket.put("after enabling", "text");

      route.awaitEqual(gyre);
      assertThat(gyre.terminate()).as(gyre.end()).isZero();
    }
  }

  @ParameterizedTest(name = "versions kept: {0}")
  @ValueSource(booleans = {false, true})
  void disabledAndEnabledWhileStopped(boolean versions) throws InterruptedException {
    TestRoute route = new TestRoute(zones, directory, "stopped-" + versions + "-");
    UserBucket bucket = filled(route, versions);
    route.once().requireSuccess();
    sync(bucket, false);
    bucket.put("while disabled", "text");
    bucket.delete("key1");
    sync(bucket, true);

    route.once().requireSuccess();

    route.assertEqual();
  }

  /** Two restarts: the first sees it disabled for the first time, the second once more. */
  @Test
  void disabledBeforeItIsSeenAndAcrossARestart() throws InterruptedException {
    TestRoute route = new TestRoute(zones, directory, "early-");
    UserBucket early = filled(route, false);
    UserBucket late = route.bucket(early.user(), "late").create();
    late.put("key", "text");
    sync(early, false);

    TestRoute.Run first = route.once();
    sync(late, false);
    late.put("while disabled", "text");
    TestRoute.Run second = route.once();

    assertThat(first.exitCode()).as("not all is equal: " + first.end()).isEqualTo(1);
    assertThat(second.exitCode()).as("not all is equal: " + second.end()).isEqualTo(1);
    assertThat(first.output()).contains(disabled(early)).doesNotContain(disabled(late));
    assertThat(second.output()).contains(disabled(early), disabled(late));
    assertThat(first.copied()).as(first.end()).isEqualTo(1);
    assertThat(second.copied()).as(second.end()).isZero();
    assertThat(isThere(route, early, "key1")).isFalse();

    sync(early, true);
    sync(late, true);
    TestRoute.Run third = route.once().requireSuccess();

    route.assertEqual();
    assertThat(third.copied()).as("what is there is not copied again").isEqualTo(11);
  }

  private static String disabled(UserBucket bucket) {
    return "bucket " + bucket.name() + ": its syncing is disabled at the source";
  }

  @Test
  void enabledRightAfterItWasDisabled() throws InterruptedException {
    TestRoute route = new TestRoute(zones, directory, "short-");
    UserBucket bucket = filled(route, false);
    try (GyreProcess gyre = route.start()) {
      route.awaitEqual(gyre);
      sync(bucket, false);
      sync(bucket, true);
      bucket.put("after enabling", "text");
      bucket.delete("key1");

      route.awaitEqual(gyre);
      assertThat(gyre.terminate()).as(gyre.end()).isZero();
    }
  }

  @Test
  void bucketsOfTenants() throws InterruptedException {
    TestRoute route = new TestRoute(zones, directory, "tenant-");
    UserBucket ofAcme = new UserBucket(route.source().createUser("acme$tenant-ann"), "tenant-b");
    UserBucket ofNobody = new UserBucket(route.user("ann"), "tenant-b");
    for (UserBucket bucket : new UserBucket[] {ofAcme, ofNobody}) {
      bucket.create().put("k", "text of " + bucket.user().uid());
      bucket.enable();
      bucket.put("k", "second text");
      bucket.delete("k");
    }
    route.once().requireSuccess();
    route.assertEqual();

    try (GyreProcess gyre = route.start()) {
      ofAcme.put("later", "text");
      ofAcme.remove("k", 1);
      ofAcme.suspend();
      ofAcme.put("later", "null text");
      ofNobody.removeAll();
      ofNobody.user().deleteBucket(ofNobody.name());

      route.awaitEqual(gyre);
      assertThat(gyre.terminate()).as(gyre.end()).isZero();
    }
  }

  private static UserBucket filled(TestRoute route, boolean versions) {
    S3User owner = route.user("owner");
    UserBucket bucket = route.bucket(owner, "b").create();
    if (versions) {
      bucket.enable();
    }
    for (int i = 0; i < 10; i++) {
      bucket.put("key" + i, "text of " + i);
    }
    return bucket;
  }

  private void sync(UserBucket bucket, boolean enabled) {
    new BucketAdmin(zones.source()).sync(bucket.name(), enabled);
  }

  private static void awaitThere(TestRoute route, UserBucket bucket, String key) {
    await().atMost(ARRIVAL).until(() -> isThere(route, bucket, key));
  }

  private static boolean isThere(TestRoute route, UserBucket bucket, String key) {
    return route
        .destination()
        .user(bucket.user().uid())
        .client()
        .listObjectsV2(of -> of.bucket(bucket.name()).prefix(key))
        .contents()
        .stream()
        .anyMatch(object -> object.key().equals(key));
  }
}
