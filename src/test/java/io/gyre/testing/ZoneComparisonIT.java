package io.gyre.testing;

import static io.gyre.testing.UserChanges.BUCKET;
import static io.gyre.testing.UserChanges.TEXT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.ceph.CephPair;
import io.gyre.ceph.RealCeph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** That the comparison finds each kind of difference, and none where there is none. */
@RealCeph
class ZoneComparisonIT {

  private final CephPair ceph;
  private final TestZone source;
  private final TestZone destination;

  ZoneComparisonIT(CephPair ceph) {
    this.ceph = ceph;
    this.source = ceph.source();
    this.destination = ceph.destination();
  }

  @BeforeEach
  void bothZonesHaveTheSame() {
    both(TestZone::wipe);
    both(zone -> zone.createUser("ann"));
    source.user("ann").createBucket(BUCKET);
    copyBucketMetadata();
    both(zone -> zone.user("ann").put(BUCKET, "k", TEXT));
    assertThat(differences()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          user create --uid=new --display-name=New                 | user new: the user
          user modify --uid=ann --max-buckets=7                    | user ann: max_buckets
          user suspend --uid=ann                                   | user ann: suspended
          key create --uid=ann --gen-access-key                    | user ann: keys
          caps add --uid=ann --caps=users=read                     | user ann: caps
          subuser create --uid=ann --subuser=s --access=read       | user ann: subusers
          quota set --quota-scope=user --uid=ann --max-objects=9   | user ann: user_quota.max_objects
          quota set --quota-scope=bucket --uid=ann --max-objects=9 | user ann: bucket_quota.max_objects
          quota set --quota-scope=bucket --bucket=compared --max-objects=9 | bucket compared: quota.max_objects
          bucket sync disable --bucket=compared                    | bucket compared: flags
          """)
  void whatAdministratorsChange(String command, String expected) {
    ceph.admin(destination, command.split(" "));

    assertThat(differences()).anyMatch(found -> found.startsWith(expected + ":"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.gyre.testing.UserChanges#all")
  void whatUsersChange(String expected, Consumer<S3User> change) {
    change.accept(destination.user("ann"));
    assertThat(differences()).anyMatch(found -> found.startsWith(expected));

    change.accept(source.user("ann"));
    assertThat(differences()).isEmpty();
  }

  @Test
  void keysThatAreMissingOrTooMany() {
    source.user("ann").put(BUCKET, "missing", TEXT);
    destination.user("ann").put(BUCKET, "too many", TEXT);

    String key = "bucket compared, key \"";
    assertThat(differences())
        .containsExactlyInAnyOrder(
            key + "missing\": versions, newest first: null (latest) at the source, absent there",
            key + "too many\": versions, newest first: absent at the source, null (latest) there");
  }

  @Test
  void versionsTheirOrderAndMarkers() {
    both(zone -> zone.user("ann").setVersioning(BUCKET, BucketVersioningStatus.ENABLED));
    both(zone -> putVersion(zone, "A", 2));
    both(zone -> putVersion(zone, "B", 3));
    assertThat(differences()).isEmpty();

    putVersion(source, "C", 4);
    putVersion(source, "D", 5);
    putVersion(destination, "C", 5);
    putVersion(destination, "D", 4);
    putMarker(source, "M");

    assertThat(differences())
        .singleElement()
        .asString()
        .contains("M (marker) (latest), D, C, B, A, null at the source")
        .contains("C (latest), D, B, A, null there");
  }

  @Test
  void ownersOfBucketsAndObjects() {
    both(zone -> zone.createUser("bob"));
    ceph.admin(destination, "bucket", "chown", "--bucket=" + BUCKET, "--uid=bob");

    assertThat(differences())
        .contains(
            "bucket compared: owner: \"ann\" at the source, \"bob\" there",
            "bucket compared: entry.owner: \"ann\" at the source, \"bob\" there");
  }

  @Test
  void defaultRetention() {
    both(
        zone ->
            zone.user("ann")
                .client()
                .createBucket(to -> to.bucket("locked").objectLockEnabledForBucket(true)));
    destination
        .user("ann")
        .client()
        .putObjectLockConfiguration(
            to ->
                to.bucket("locked")
                    .objectLockConfiguration(
                        lock ->
                            lock.objectLockEnabled("Enabled")
                                .rule(
                                    rule ->
                                        rule.defaultRetention(
                                            keep -> keep.mode("GOVERNANCE").days(1)))));

    assertThat(differences())
        .filteredOn(found -> !found.contains("creation_time"))
        .singleElement()
        .asString()
        .startsWith("bucket locked: object lock:");
  }

  @Test
  void bucketsThatAreMissingOrTooMany() {
    destination.user("ann").createBucket("too-many");
    source.user("ann").createBucket("missing");

    assertThat(differences())
        .containsExactlyInAnyOrder(
            "bucket missing: the bucket: present at the source, absent there",
            "bucket too-many: the bucket: absent at the source, present there");
  }

  @Test
  void secretsDifferButAreNotShown() {
    Map<String, String> key =
        Map.of("uid", "ann", "access-key", S3User.accessKeyOf("ann"), "secret-key", "HUSH");
    destination.system().send("POST", "/admin/user", key).requireSuccess();

    assertThat(differences())
        .singleElement()
        .asString()
        .contains("secret_key")
        .doesNotContain("HUSH")
        .doesNotContain(S3User.secretKeyOf("ann"));
  }

  @Test
  void theReplicatorsOwnMetadataIsNoDifference() {
    UserChanges.put(destination.user("ann"), to -> to.metadata(Map.of("rgwx-source-mtime", "1.2")));

    assertThat(differences()).isEmpty();
  }

  @Test
  void keysAreMatchedInTheOrderOfTheirBytes() {
    List<String> keys =
        List.of("a", "a/", "A", "\uffee", "💡", "~", "é", "z é", "_", "%", "..", "//");
    both(zone -> keys.forEach(key -> zone.user("ann").put(BUCKET, key, key)));
    assertThat(differences()).isEmpty();

    source.user("ann").put(BUCKET, "\uffef", "only here");
    assertThat(differences()).hasSize(1);
  }

  @Test
  void pagesDoNotMatter() {
    source.user("ann").setVersioning(BUCKET, BucketVersioningStatus.ENABLED);
    for (String key : List.of("a", "b", "c")) {
      for (int version = 0; version < 4; version++) {
        source.user("ann").put(BUCKET, key, TEXT);
      }
    }
    List<List<ListedVersion>> atOnce = new ArrayList<>();
    new VersionListing(source, BUCKET, VersionListing.LARGEST_PAGE).forEachRemaining(atOnce::add);
    assertThat(atOnce).extracting(List::size).containsExactly(4, 4, 4, 1);

    for (int size : List.of(1, 3, 4, 5)) {
      List<List<ListedVersion>> paged = new ArrayList<>();
      new VersionListing(source, BUCKET, size).forEachRemaining(paged::add);
      assertThat(paged).as("pages of %d", size).isEqualTo(atOnce);
    }
  }

  private void both(Consumer<TestZone> action) {
    action.accept(source);
    action.accept(destination);
  }

  private List<String> differences() {
    return ZoneComparison.of(source, destination).withBytes().differences().stream()
        .map(Difference::toString)
        .toList();
  }

  private static void putVersion(TestZone zone, String id, int epoch) {
    zone.system()
        .send("PUT", SystemClient.path(BUCKET, "k"), versionQuery(id, epoch), TEXT)
        .requireSuccess();
  }

  private static void putMarker(TestZone zone, String id) {
    zone.system()
        .send("DELETE", SystemClient.path(BUCKET, "k"), versionQuery(id, 6))
        .requireSuccess();
  }

  private static Map<String, String> versionQuery(String id, int epoch) {
    return Map.of(
        "rgwx-uid", "ann", "rgwx-version-id", id, "rgwx-versioned-epoch", String.valueOf(epoch));
  }

  /** Creation dates differ between buckets that are made twice, so its metadata is copied. */
  private void copyBucketMetadata() {
    JsonNode entry = metadata("bucket", BUCKET);
    String instanceKey =
        BUCKET + ":" + entry.path("data").path("bucket").path("bucket_id").asText();
    JsonNode instance = metadata("bucket.instance", instanceKey);
    JsonNode regions = destination.system().json("/admin/config", Map.of("type", "zonegroup-map"));
    ((ObjectNode) instance.path("data").path("bucket_info"))
        .set("zonegroup", regions.path("zonegroups").get(0).path("key"));
    putMetadata("bucket.instance", instanceKey, instance);
    putMetadata("bucket", BUCKET, entry);
  }

  private JsonNode metadata(String section, String key) {
    return source.system().json("/admin/metadata/" + section, Map.of("key", key));
  }

  private void putMetadata(String section, String key, JsonNode body) {
    destination
        .system()
        .send(
            "PUT",
            "/admin/metadata/" + section,
            Map.of("key", key),
            body.toString().getBytes(UTF_8))
        .requireSuccess();
  }
}
