package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gyre.testing.Fault;
import io.gyre.testing.FaultProxy;
import io.gyre.testing.S3User;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The whole replicator, as its jar, between two zones: from nothing to continuous. */
@AnyZones
@Timeout(240)
class ReplicationIT {
  private static final Duration ARRIVAL = Duration.ofSeconds(60);
  private static final int KEYS = 900;

  /** An object of 2,000 bytes is so long on its way, however fast the machine is. */
  private static final Fault TWENTY_MILLIS = new Fault.Trickle(500, Duration.ofMillis(5));

  /** What four at a time achieve in 1.5 s; a save is due every 0.2 s. */
  private static final int RECOPIED_MAX = 300;

  private final ZonePair zones;
  private final Random random = new Random(20260101);

  @TempDir private Path directory;

  ReplicationIT(ZonePair zones) {
    this.zones = zones;
  }

  @Test
  void changesAreFollowedAndStoppingIsOrderly() throws InterruptedException {
    S3User owner = zones.source().createUser("live-owner");
    owner.createBucket("rep-live");
    for (int i = 0; i < 50; i++) {
      owner.put("rep-live", "k" + i, bytes(100));
    }
    Replica replica = Replica.of(zones, "rep-live");
    try (GyreProcess gyre = GyreProcess.sync(zones, directory, "rep-live*")) {
      replica.awaitEqual(gyre);

      for (int i = 0; i < 20; i++) {
        owner.delete("rep-live", "k" + i);
      }
      owner.put("rep-live", "k30", "another text");
      owner.setTags("rep-live", "k31", Map.of("changed", "yes"));
      owner
          .client()
          .putObjectAcl(to -> to.bucket("rep-live").key("k32").acl(ObjectCannedACL.PUBLIC_READ));
      changeMetadataOnly(owner, "rep-live", "k33");
      S3User late = zones.source().createUser("live-late");
      late.createBucket("rep-live-late");
      late.put("rep-live-late", "first", "1");
      replica.awaitEqual(gyre);

      // Not by DELETE: 16.2 then forgets ETag and owner in its own listing.
      owner.setTags("rep-live", "k31", Map.of("changed", "again"));
      owner
          .client()
          .putObjectAcl(to -> to.bucket("rep-live").key("k32").acl(ObjectCannedACL.PRIVATE));
      replica.awaitEqual(gyre);
      assertThat(gyre.terminate()).as(gyre.output()).isZero();
    }
  }

  /** As S3 does it: the object is copied onto itself. */
  private static void changeMetadataOnly(S3User owner, String bucket, String key) {
    owner
        .client()
        .copyObject(
            to ->
                to.sourceBucket(bucket)
                    .sourceKey(key)
                    .destinationBucket(bucket)
                    .destinationKey(key)
                    .metadataDirective("REPLACE")
                    .contentType("text/plain")
                    .metadata(Map.of("changed", "yes")));
  }

  @Test
  void aKilledProcessGoesOnWhereItWas() throws InterruptedException {
    S3User owner = zones.source().createUser("kill-owner");
    owner.createBucket("rep-kill");
    for (int i = 0; i < KEYS; i++) {
      owner.put("rep-kill", "k" + i, bytes(2000));
    }
    try (FaultProxy slow = FaultProxy.before(zones.source().endpoint(), 1)) {
      RouteFile route =
          RouteFile.between(
                  RouteFile.zone(zones.source(), List.of(slow.endpoint().toString())),
                  RouteFile.zone(zones.destination()))
              .buckets("rep-kill")
              .with("limits: { objects-in-flight: 4 }");
      slow.inflict(TWENTY_MILLIS, 1, Integer.MAX_VALUE, line -> line.startsWith("GET /rep-kill/k"));
      try (GyreProcess gyre = GyreProcess.sync(route, directory)) {
        await().atMost(ARRIVAL).until(() -> countAtDestination(owner, "rep-kill") > KEYS / 2);
        gyre.kill();
      }
      slow.heal();
      int there = countAtDestination(owner, "rep-kill");
      owner.delete("rep-kill", "k0");
      owner.put("rep-kill", "k1", "written while it was dead");

      try (GyreProcess gyre = GyreProcess.sync(route, directory, "--once", "--json")) {
        assertThat(gyre.exitCode()).as(gyre.output()).isZero();
        assertThat(gyre.progress().path("copied").asInt(KEYS))
            .as("copied again, of %d that were there: %s", there, gyre.end())
            .isLessThanOrEqualTo(KEYS - there + 1 + RECOPIED_MAX);
      }
    }

    Replica.of(zones, "rep-kill").assertEqual();
  }

  private int countAtDestination(S3User owner, String bucket) {
    try {
      return zones
          .destination()
          .user(owner.uid())
          .client()
          .listObjectsV2(request -> request.bucket(bucket))
          .keyCount();
    } catch (S3Exception notThereYet) {
      return 0;
    }
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
