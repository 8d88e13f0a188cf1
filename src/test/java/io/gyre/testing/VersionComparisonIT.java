package io.gyre.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gyre.zones.AnyZones;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;

/** That the comparison of zones finds what differs in single versions of a key. */
@AnyZones
class VersionComparisonIT {
  private static final String BUCKET = "versions";
  private static final String OLD = "bucket versions, key \"k\", version old: ";

  private final TestZone source;
  private final TestZone destination;

  VersionComparisonIT(ZonePair zones) {
    this.source = zones.source();
    this.destination = zones.destination();
  }

  @BeforeEach
  void twoVersionsInBothZones() {
    both(TestZone::wipe);
    both(zone -> zone.createUser("ann"));
    both(zone -> bucket(zone).createWithObjectLock());
    both(zone -> put(zone, "old", 2, "old text"));
    both(zone -> put(zone, "new", 3, "new text"));
    assertThat(differences()).isEmpty();
  }

  @Test
  void bytesOfAnOldVersion() {
    put(source, "another", 4, "a text");
    put(destination, "another", 4, "text a");

    assertThat(differences())
        .anyMatch(found -> found.startsWith(OLD.replace("old", "another") + "SHA-256:"));
  }

  @Test
  void attributesOfAnOldVersion() {
    bucket(source).setAcl("k", "old", ObjectCannedACL.PUBLIC_READ);
    bucket(source).setTags("k", "old", Map.of("a", "1"));

    assertThat(differences()).hasSize(2);
    assertThat(differences()).anyMatch(found -> found.startsWith(OLD + "ACL:"));
    assertThat(differences()).contains(OLD + "tags: [a=1] at the source, [] there");
  }

  @Test
  void retention() {
    Instant until = Instant.parse("2100-01-02T03:04:05Z");
    bucket(source).retain("k", "old", ObjectLockRetentionMode.GOVERNANCE, until);

    assertThat(differences())
        .singleElement()
        .asString()
        .startsWith(OLD + "retention: GOVERNANCE until 2100-01-02T03:04:05")
        .endsWith("absent there");

    bucket(destination).retain("k", "old", ObjectLockRetentionMode.GOVERNANCE, until);
    assertThat(differences()).isEmpty();
  }

  @Test
  void retentionThatHasEndedIsNoDifference() {
    bucket(source)
        .retain("k", "old", ObjectLockRetentionMode.GOVERNANCE, Instant.now().plusSeconds(3));
    assertThat(differences()).hasSize(1);

    await().atMost(Duration.ofSeconds(20)).until(() -> differences().isEmpty());
  }

  @Test
  void legalHold() {
    bucket(source).hold("k", "old", true);
    assertThat(differences()).containsExactly(OLD + "legal hold: ON at the source, absent there");

    bucket(source).hold("k", "old", false);
    assertThat(differences()).isEmpty();
  }

  @Test
  void whatAClientGetsWhoNamesNoVersion() {
    // Removed with an epoch below its own, the current version leaves a key that lists well.
    both(zone -> put(zone, "newest", 9, "newest text"));
    remove(source, "newest", 10);
    remove(destination, "newest", 4);

    assertThat(differences())
        .containsExactly(
            "bucket versions, key \"k\": versions, newest first: new (latest), old at the source,"
                + " new, old there");
  }

  private void both(Consumer<TestZone> action) {
    action.accept(source);
    action.accept(destination);
  }

  private static UserBucket bucket(TestZone zone) {
    return new UserBucket(zone.user("ann"), BUCKET);
  }

  private List<String> differences() {
    return ZoneComparison.of(source, destination).withBytes().differences().stream()
        .map(Difference::toString)
        .filter(found -> !found.contains("creation_time"))
        .toList();
  }

  private static void put(TestZone zone, String id, int epoch, String text) {
    Map<String, String> query =
        Map.of("rgwx-uid", "ann", "rgwx-version-id", id, "rgwx-versioned-epoch", "" + epoch);
    zone.system()
        .send("PUT", SystemClient.path(BUCKET, "k"), query, text.getBytes(UTF_8))
        .requireSuccess();
  }

  private static void remove(TestZone zone, String id, int epoch) {
    Map<String, String> query = Map.of("versionId", id, "rgwx-versioned-epoch", "" + epoch);
    zone.system().send("DELETE", SystemClient.path(BUCKET, "k"), query).requireSuccess();
  }
}
