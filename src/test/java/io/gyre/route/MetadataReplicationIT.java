package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.testing.S3User;
import io.gyre.testing.TestZone;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;

/** Users, tenants and the settings of buckets, between two zones. */
@AnyZones
@Timeout(240)
class MetadataReplicationIT {
  private final ZonePair zones;
  private final UserAdmin admin;
  private final BucketAdmin buckets;

  @TempDir private Path directory;

  MetadataReplicationIT(ZonePair zones) {
    this.zones = zones;
    this.admin = new UserAdmin(zones.source());
    this.buckets = new BucketAdmin(zones.source());
  }

  @Test
  void usersArriveWithAllTheyHaveAndAreFollowed() {
    TestZone source = zones.source();
    for (String uid : new String[] {"rich", "poor", "resting", "awake", "leaving"}) {
      source.createUser(uid);
    }
    admin.enrich("rich");
    admin.suspend("resting", true);
    Replica replica = Replica.of(zones, "no bucket");
    try (GyreProcess gyre = GyreProcess.sync(zones, directory, "none")) {
      replica.awaitEqual(gyre);
      assertThat(user(zones.destination(), "rich").path("swift_keys")).hasSize(1);

      admin.enrich("poor");
      admin.impoverish("rich");
      admin.suspend("resting", false);
      admin.suspend("awake", true);
      admin.remove("leaving");
      source.createUser("coming");
      replica.awaitEqual(gyre);
    }
  }

  @Test
  void bucketsArriveWithAllTheirSettingsAndAreFollowed() {
    S3User owner = zones.source().createUser("settings-owner");
    S3User other = zones.source().createUser("settings-other");
    for (String name : new String[] {"set-first", "set-later", "set-given"}) {
      owner.createBucket(name);
      owner.put(name, "k", "text");
    }
    new BucketSettings(owner, "set-first").set(other);
    buckets.quota(owner.uid(), "set-first", 1000, true);
    Replica replica = Replica.of(zones, "set-");
    try (GyreProcess gyre = GyreProcess.sync(zones, directory, "set-*")) {
      replica.awaitEqual(gyre);

      new BucketSettings(owner, "set-later").set(other);
      buckets.quota(owner.uid(), "set-later", 1000, true);
      new BucketSettings(owner, "set-first").remove();
      buckets.quota(owner.uid(), "set-first", 1000, false);
      buckets.link("set-given", other.uid());
      replica.awaitEqual(gyre);
    }
    assertThat(zones.destination().user(other.uid()).client().listBuckets().buckets())
        .extracting(bucket -> bucket.name())
        .containsExactly("set-given");
  }

  /** Copied as it is, that block would make the gateway store objects without an owner. */
  @Test
  void aBlockOfPublicAclsDoesNotTakeTheObjectsTheirOwner() {
    S3User owner = zones.source().createUser("block-owner");
    owner.createBucket("blocked");
    owner.put("blocked", "k", "text");
    owner
        .client()
        .putPublicAccessBlock(
            to ->
                to.bucket("blocked")
                    .publicAccessBlockConfiguration(
                        all -> all.blockPublicAcls(true).blockPublicPolicy(true)));

    GyreProcess.syncOnce(RouteFile.between(zones).buckets("blocked"), directory);

    S3User there = zones.destination().user(owner.uid());
    assertThat(there.client().getObjectAcl(of -> of.bucket("blocked").key("k")).owner().id())
        .isEqualTo(owner.uid());
    PublicAccessBlockConfiguration block =
        there
            .client()
            .getPublicAccessBlock(of -> of.bucket("blocked"))
            .publicAccessBlockConfiguration();
    assertThat(block.blockPublicAcls()).isFalse();
    assertThat(block.blockPublicPolicy()).isTrue();
  }

  @Test
  void tenantsHaveUsersAndBucketsOfTheSameNames() {
    S3User plain = zones.source().createUser("tina");
    S3User acmes = zones.source().createUser("acme$tina");
    for (S3User user : new S3User[] {plain, acmes}) {
      user.createBucket("tenants");
      user.put("tenants", "k \u00e9", "of " + user);
      user.multipart("tenants", "parts", new byte[5 << 20], new byte[3]);
    }
    grantRead(plain, acmes);
    Replica replica = new Replica(zones, bucket -> bucket.endsWith("tenants"));
    try (GyreProcess gyre = GyreProcess.sync(zones, directory, "tenants")) {
      replica.awaitEqual(gyre);

      acmes.put("tenants", "later", "of acme");
      acmes.setTags("tenants", "k \u00e9", Map.of("a", "b"));
      acmes.delete("tenants", "parts");
      grantRead(acmes, plain);
      S3User others = zones.source().createUser("other$tina");
      others.createBucket("tenants");
      others.put("tenants", "k", "of other");
      replica.awaitEqual(gyre);
    }
    assertThat(zones.destination().user("acme$tina").get("tenants", "later"))
        .asString()
        .isEqualTo("of acme");
  }

  private static void grantRead(S3User owner, S3User reader) {
    owner
        .client()
        .putObjectAcl(
            to ->
                to.bucket("tenants")
                    .key("k \u00e9")
                    .grantFullControl("id=" + owner.uid())
                    .grantRead("id=" + reader.uid()));
  }

  @Test
  void theDestinationsOwnUsersAreLeftAlone() {
    TestZone destination = zones.destination();
    destination.createUser("same-name");
    new UserAdmin(destination).modify("same-name", Map.of("email", "there@example.org"));
    JsonNode systemUser = user(destination, "tester");
    JsonNode sameName = user(destination, "same-name");
    zones.source().createUser("same-name");
    admin.modify("tester", Map.of("display-name", "another", "max-buckets", "3"));
    try {
      Path config = RouteFile.between(zones).buckets("none").writeTo(directory);
      String output =
          GyreProcess.run(directory, 1, "sync", "--config", config.toString(), "--once");

      assertThat(user(destination, "tester")).isEqualTo(systemUser);
      assertThat(user(destination, "same-name")).isEqualTo(sameName);
      assertThat(output).contains("user same-name").contains("not ours");
    } finally {
      admin.modify("tester", Map.of("display-name", "tester", "max-buckets", "1000"));
      new UserAdmin(destination).remove("same-name");
      admin.remove("same-name");
    }
  }

  @Test
  void aBucketWithTooManyObjectsIsNotRemovedUntilThatIsAllowed() {
    S3User owner = zones.source().createUser("max-owner");
    owner.createBucket("max-delete");
    for (int i = 0; i < 5; i++) {
      owner.put("max-delete", "k" + i, "text");
    }
    RouteFile route = RouteFile.between(zones).buckets("max-delete");
    GyreProcess.syncOnce(route, directory);
    buckets.purge("max-delete");

    Path config = route.with("limits: { max-delete: 4 }").writeTo(directory);
    String output = GyreProcess.run(directory, 1, "sync", "--config", config.toString(), "--once");
    assertThat(output).contains("bucket max-delete", "5 objects", "limits.max-delete is 4");
    assertThat(zones.destination().user(owner.uid()).get("max-delete", "k4")).isNotEmpty();
    assertThat(GyreProcess.run(directory, 1, "status", "--config", config.toString()))
        .contains("removal of bucket max-delete");

    GyreProcess.syncOnce(route.with("limits: { max-delete: 5 }"), directory);
    assertThat(zones.destination().user(owner.uid()).client().listBuckets().buckets()).isEmpty();
  }

  private static JsonNode user(TestZone zone, String uid) {
    return zone.system().json("/admin/metadata/user", Map.of("key", uid)).path("data");
  }
}
