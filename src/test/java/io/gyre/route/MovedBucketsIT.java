package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.testing.S3User;
import io.gyre.testing.UserBucket;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;

/**
 * Buckets that get another name or tenant, which leaves them their id and marker, and buckets that
 * the destination reshards, which gives them another id there.
 */
@AnyZones
@Timeout(300)
class MovedBucketsIT {
  private static final int KEYS = 30;

  private final ZonePair zones;

  @TempDir private Path directory;

  MovedBucketsIT(ZonePair zones) {
    this.zones = zones;
  }

  /** To the next state directory, what is left there would be somebody else's. */
  @AfterEach
  void leaveNothing() {
    zones.source().wipe();
    zones.destination().wipe();
  }

  @Test
  void renamedAndBackWhileRunning() throws InterruptedException {
    TestRoute route = new TestRoute(zones, directory, "renamed-");
    UserBucket bucket = filled(route);
    S3User owner = bucket.user();
    try (GyreProcess gyre = route.start()) {
      route.awaitEqual(gyre);
      UserBucket second = route.bucket(owner, "second");
      rename(bucket, owner, second);
      second.put("key1", "under another name");
      second.delete("key2");
      route.awaitEqual(gyre);

      rename(second, owner, bucket);
      bucket.put("key3", "under the first name again");
      route.awaitEqual(gyre);
      assertThat(gyre.terminate()).as(gyre.end()).isZero();
    }
  }

  @Test
  void movedToATenantWhileStopped() throws InterruptedException {
    TestRoute route = new TestRoute(zones, directory, "tenant-");
    UserBucket bucket = filled(route);
    S3User ofAcme = route.source().createUser("acme$tenant-ann");
    route.once().requireSuccess();

    UserBucket moved = new UserBucket(ofAcme, bucket.name());
    rename(bucket, ofAcme, moved);
    moved.put("later", "text");

    route.once().requireSuccess();
    route.assertEqual();
  }

  @Test
  void aNameThatIsTakenByAnotherBucketAtOnce() throws InterruptedException {
    TestRoute route = new TestRoute(zones, directory, "taken-");
    UserBucket bucket = filled(route);
    UserBucket second = route.bucket(bucket.user(), "second");
    route.once().requireSuccess();
    rename(bucket, bucket.user(), second);
    bucket.create().put("key1", "in another bucket of the old name");

    route.once().requireSuccess();
    route.assertEqual();
  }

  @Test
  void reshardedAtTheDestination() throws InterruptedException {
    TestRoute route = new TestRoute(zones, directory, "there-");
    UserBucket bucket = filled(route);
    try (GyreProcess gyre = route.start()) {
      route.awaitEqual(gyre);
      zones.operator(zones.destination()).reshard(bucket.name(), 5);
      bucket.client().putBucketAcl(to -> to.bucket(bucket.name()).acl(BucketCannedACL.PUBLIC_READ));
      bucket.put("key1", "after that");
      bucket.delete("key2");
      bucket.tagCurrentIfThere("key3", Map.of("a", "1"));
      route.awaitEqual(gyre);

      bucket.removeAll();
      bucket.user().deleteBucket(bucket.name());
      route.awaitEqual(gyre);
      assertThat(gyre.terminate()).as(gyre.end()).isZero();
    }
  }

  private void rename(UserBucket bucket, S3User owner, UserBucket to) {
    zones.operator(zones.source()).rename(bucket.name(), owner.uid(), to.name());
  }

  private static UserBucket filled(TestRoute route) {
    UserBucket bucket = route.bucket(route.user("owner"), "first").create();
    bucket.enable();
    for (int i = 0; i < KEYS; i++) {
      bucket.put("key" + i, "text of " + i);
    }
    for (int i = 0; i < KEYS; i += 3) {
      bucket.put("key" + i, "second text of " + i);
    }
    bucket.delete("key4");
    return bucket;
  }
}
