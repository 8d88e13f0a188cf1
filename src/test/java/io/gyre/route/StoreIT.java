package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.testing.S3User;
import io.gyre.testing.StoreView;
import io.gyre.testing.UserBucket;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;

/** A gateway that is called as an ordinary user of it is an S3 store like any other. */
@AnyZones
@Timeout(240)
class StoreIT {
  private final ZonePair zones;

  @TempDir private Path directory;

  StoreIT(ZonePair zones) {
    this.zones = zones;
  }

  @Test
  void usersSeeOfTheirBucketsWhatTheSourceHas() {
    S3User owner = zones.source().createUser("store-owner");
    S3User account = zones.destination().createUser("store-account");
    UserBucket plain = new UserBucket(owner, "store-plain").create();
    plain.put("a", "text");
    plain.put("gone", "text");
    plain.multipart("parts", new byte[5 << 20], new byte[6 << 20], new byte[99]);
    plain.setTags("a", "", Map.of("t", "1"));
    UserBucket versions = new UserBucket(owner, "store-versions").create();
    versions.put("k", "null version");
    versions.enable();
    versions.put("k", "second");
    versions.delete("k");
    versions.delete("k");
    versions.put("k", "third");
    versions.put("marked", "text");
    versions.delete("marked");
    UserBucket locked = new UserBucket(owner, "store-locked").createWithObjectLock();
    locked.put("held", "text");
    locked.hold("held", locked.id("held", 0), true);
    locked.put("kept", "text");
    locked.retain("kept", locked.id("kept", 0), ObjectLockRetentionMode.GOVERNANCE, inDays(2));
    locked.retainByDefault(ObjectLockRetentionMode.GOVERNANCE, 1);
    locked.put("default", "text");
    locked.multipart("parts", new byte[5 << 20], new byte[9]);
    UserBucket leaving = new UserBucket(owner, "store-leaving").create();
    leaving.put("a", "text");

    once(account);
    assertSame(account, plain, versions, leaving, locked);
    assertThat(lock(account, "held")).endsWith(" ON");
    assertThat(lock(account, "kept")).isEqualTo("GOVERNANCE null");
    assertThat(lock(account, "default")).isEqualTo("GOVERNANCE null");

    plain.put("a", "again");
    plain.delete("gone");
    versions.remove("k", 0);
    versions.put("k", "fourth");
    versions.setTags("marked", versions.id("marked", 0), Map.of("t", "2"));
    locked.hold("held", locked.id("held", 0), false);
    locked.retain("parts", locked.id("parts", 0), ObjectLockRetentionMode.GOVERNANCE, inDays(3));
    String kept = locked.id("kept", 0);
    owner
        .client()
        .deleteObject(
            of ->
                of.bucket(locked.name())
                    .key("kept")
                    .versionId(kept)
                    .bypassGovernanceRetention(true));
    leaving.delete("a");
    owner.deleteBucket(leaving.name());
    once(account);

    assertSame(account, plain, versions, locked);
    assertThat(lock(account, "held")).endsWith("OFF");
    String checked = gyre(account, "check", "--deep");
    assertThat(checked).contains("Equal.");
    assertThat(account.client().listBuckets().buckets())
        .extracting(bucket -> bucket.name())
        .containsExactlyInAnyOrder("store-leases", plain.name(), versions.name(), locked.name());
  }

  private static Instant inDays(int days) {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(days, ChronoUnit.DAYS);
  }

  private static String lock(S3User account, String key) {
    HeadObjectResponse head = account.client().headObject(of -> of.bucket("store-locked").key(key));
    return head.objectLockModeAsString() + " " + head.objectLockLegalHoldStatusAsString();
  }

  private void once(S3User account) {
    assertThat(gyre(account, "sync", "--once"))
        .as("it keeps the lease")
        .doesNotContain("keeps a second Gyre off");
  }

  private String gyre(S3User account, String command, String option) {
    String store =
        "{ type: s3, preset: ceph, lease-bucket: store-leases, endpoint: \"%s\", access-key: \"%s\","
            + " secret-key: \"%s\" }";
    RouteFile file =
        RouteFile.between(
                RouteFile.zone(zones.source()),
                store.formatted(
                    zones.destination().endpoint(), account.accessKey(), account.secretKey()))
            .buckets("store-*");
    String config = file.writeTo(directory).toString();
    return GyreProcess.run(directory, 0, command, option, "--config", config);
  }

  private void assertSame(S3User account, UserBucket... buckets) {
    for (UserBucket bucket : List.of(buckets)) {
      assertThat(StoreView.of(zones.destination(), account, bucket.name()))
          .as(bucket.name())
          .isEqualTo(StoreView.of(zones.source(), bucket.user(), bucket.name()));
    }
  }
}
