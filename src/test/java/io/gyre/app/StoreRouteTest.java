package io.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gyre.check.Depth;
import io.gyre.doctor.Check;
import io.gyre.doctor.Diagnosis;
import io.gyre.doctor.End;
import io.gyre.doctor.Finding;
import io.gyre.doctor.Level;
import io.gyre.embedded.faults.FaultRule;
import io.gyre.testing.S3User;
import io.gyre.testing.StoreView;
import io.gyre.testing.UserBucket;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.Tag;

/** The whole replicator in this JVM, from a zone to what it takes for any S3 store. */
@Timeout(120)
class StoreRouteTest {
  @TempDir private Path directory;
  private StoreRoute route;
  private S3User owner;

  @BeforeEach
  void start() {
    route = new StoreRoute(directory);
    owner = route.source().createUser("owner");
  }

  @AfterEach
  void stop() {
    route.close();
  }

  @Test
  void bucketsAndObjectsArriveAndGo() throws Exception {
    owner.createBucket("photos");
    owner.put("photos", "a", "first");
    owner.put("photos", "ü/ +%", "odd");
    owner.createBucket("other");

    assertThat(route.once()).isZero();

    assertThat(route.text("photos", "a")).isEqualTo("first");
    assertThat(route.text("photos", "ü/ +%")).isEqualTo("odd");

    owner.put("photos", "a", "second");
    owner.delete("photos", "ü/ +%");
    owner.deleteBucket("other");
    owner.createBucket("late");
    owner.put("late", "k", "text");
    assertThat(route.once()).isZero();

    assertThat(route.text("photos", "a")).isEqualTo("second");
    assertThat(route.text("late", "k")).isEqualTo("text");
    assertThatThrownBy(() -> route.text("photos", "ü/ +%")).isInstanceOf(NoSuchKeyException.class);
    assertThat(route.account().client().listBuckets().buckets())
        .extracting(bucket -> bucket.name())
        .containsExactlyInAnyOrder("photos", "late", StoreRoute.LEASES);
  }

  @Test
  void bucketsAndKeysHaveOtherNamesThere() throws Exception {
    String[] map = {
      "map: { buckets: [ 'plain -> renamed' ], keys: [ '*: -> backup/' ],"
          + " storage-classes: [ '* -> STANDARD' ] }"
    };
    owner.createBucket("plain");
    owner.put("plain", "a", "text");
    owner.put("plain", "b", "text");
    owner.createBucket("versions");
    owner.setVersioning("versions", BucketVersioningStatus.ENABLED);
    owner.put("versions", "k", "first");
    owner.put("versions", "k", "second");
    owner.multipart("versions", "large", new byte[5 << 20], new byte[10]);
    assertThat(route.once(map)).isZero();

    assertThat(route.text("renamed", "backup/a")).isEqualTo("text");
    assertThat(route.text("versions", "backup/k")).isEqualTo("second");
    route.account().put("renamed", "theirs", "of the store");
    owner.delete("plain", "a");
    owner.put("versions", "k", "third");
    owner.delete("versions", "large");
    assertThat(route.once(map)).isZero();

    assertThatThrownBy(() -> route.text("renamed", "backup/a"))
        .isInstanceOf(NoSuchKeyException.class);
    assertThat(route.text("renamed", "backup/b")).isEqualTo("text");
    assertThat(ids("versions")).hasSize(5);
    List<String> ids = ids("versions");

    // With its state lost it knows its own again, in their places.
    assertThat(route.onceWithState("another", map)).isZero();
    assertThat(ids("versions")).isEqualTo(ids);

    owner.delete("plain", "b");
    owner.deleteBucket("plain");
    assertThat(route.onceWithState("another", map)).isZero();
    assertThat(route.text("renamed", "theirs")).isEqualTo("of the store");
    assertThatThrownBy(() -> route.text("renamed", "backup/b"))
        .isInstanceOf(NoSuchKeyException.class);
  }

  @Test
  void withItsStateLostItCopiesNothingAgain() throws Exception {
    owner.createBucket("plain");
    owner.put("plain", "a", "text");
    owner.createBucket("versions");
    owner.setVersioning("versions", BucketVersioningStatus.ENABLED);
    owner.put("versions", "k", "first");
    owner.delete("versions", "k");
    owner.put("versions", "k", "second");
    assertThat(route.once()).isZero();
    List<String> ids = ids("versions");
    assertThat(ids).hasSize(3);
    route
        .storeZone()
        .faults()
        .set(FaultRule.parse("delay=1ms (PUT|POST|DELETE) /(plain|versions)/."));

    assertThat(route.onceWithState("another")).isZero();

    assertThat(ids("versions")).isEqualTo(ids);
    assertThat(route.storeZone().faults().done()).as("writes of objects").isZero();
    assertSameVersions("versions");
  }

  private List<String> ids(String bucket) {
    var listed = route.account().client().listObjectVersions(list -> list.bucket(bucket));
    List<String> ids = new ArrayList<>();
    listed.versions().forEach(version -> ids.add(version.versionId()));
    listed.deleteMarkers().forEach(marker -> ids.add(marker.versionId()));
    return ids;
  }

  @Test
  void whatIsNotOursIsRefusedAndLeftAloneUntilItIsAdopted() throws Exception {
    owner.createBucket("taken");
    owner.put("taken", "ours", "text");
    owner.createBucket("anothers");
    route.account().createBucket("taken");
    route.account().put("taken", "theirs", "text");
    route.stranger("stranger").createBucket("anothers");

    assertThat(route.once()).isEqualTo(ExitCode.DIFFERENCES);
    assertThat(keys("taken")).containsExactly("theirs");
    assertThat(route.once()).as("looked at again").isEqualTo(ExitCode.DIFFERENCES);
    assertThat(keys("taken")).containsExactly("theirs");
    assertThat(route.once("adopt: [all]")).isEqualTo(ExitCode.DIFFERENCES);

    assertThat(keys("taken")).containsExactly("ours");
  }

  private List<String> keys(String bucket) {
    return route.account().client().listObjectsV2(list -> list.bucket(bucket)).contents().stream()
        .map(object -> object.key())
        .toList();
  }

  @Test
  void itGoesOnUntilItIsToldToStopAndKeepsASecondOneAway() throws Exception {
    owner.createBucket("live");
    Replication running = route.continuous();
    CompletionStage<Integer> ended = running.run();
    await().until(() -> exists("live"));

    owner.put("live", "a", "first");
    await().until(() -> keys("live").contains("a"));
    owner.delete("live", "a");
    await().until(() -> keys("live").isEmpty());
    assertThat(route.onceWithState("another")).isEqualTo(ExitCode.CONFIGURATION);
    running.stop();

    assertThat(ended.toCompletableFuture().get(30, TimeUnit.SECONDS)).isZero();
    assertThat(route.onceWithState("another")).as("the lease was given back").isZero();
  }

  private boolean exists(String bucket) {
    return route.account().client().listBuckets().buckets().stream()
        .anyMatch(each -> each.name().equals(bucket));
  }

  @Test
  void checkFindsExactlyWhatDiffersAndRepairMendsIt() throws Exception {
    owner.createBucket("plain");
    for (String key : List.of("gone", "longer", "same", "tagged", "\u00fc")) {
      owner.put("plain", key, "text");
    }
    owner.setTags("plain", "tagged", Map.of("a", "b"));
    owner.createBucket("versions");
    owner.put("versions", "k", "null version");
    owner.setVersioning("versions", BucketVersioningStatus.ENABLED);
    owner.put("versions", "k", "second");
    owner.delete("versions", "k");
    owner.put("versions", "k", "third");
    owner.put("versions", "marked", "text");
    owner.delete("versions", "marked");
    owner.put("versions", "tagged", "text");
    assertThat(route.once()).isZero();
    String[] equal = {
      "exit 0",
      "= plain/gone",
      "= plain/longer",
      "= plain/same",
      "= plain/tagged",
      "= plain/\u00fc",
      "= versions/k",
      "= versions/marked",
      "= versions/tagged"
    };
    assertThat(checked(Depth.LISTINGS)).containsExactly(equal);
    assertThat(checked(Depth.BYTES)).containsExactly(equal);
    assertThat(route.checked("lost", Depth.ATTRIBUTES, Repair.NONE))
        .as("the metadata and the places of markers tell as much as the state")
        .containsExactly(equal);

    route.account().delete("plain", "gone");
    route.account().put("plain", "extra", "text");
    route.account().put("plain", "longer", "a longer text");
    route.account().setTags("plain", "tagged", Map.of("a", "c"));
    route.account().setTags("versions", "tagged", Map.of("a", "c"));
    route.account().deleteVersion("versions", "k", ids("versions").get(0));
    assertThat(checked(Depth.LISTINGS))
        .containsExactly(
            "exit 1",
            "* plain/longer",
            "* versions/k",
            "+ plain/gone",
            "- plain/extra",
            "= plain/same",
            "= plain/tagged",
            "= plain/\u00fc",
            "= versions/marked",
            "= versions/tagged");
    assertThat(checked(Depth.ATTRIBUTES)).contains("* plain/tagged", "* versions/tagged");

    route.checked("state", Depth.ATTRIBUTES, Repair.COPY_AND_DELETE);
    assertThat(route.once()).isZero();

    assertThat(checked(Depth.BYTES)).containsExactly(equal);
  }

  @Test
  void locksAreThoseOfTheSourceAlsoWhenTheyChange() throws Exception {
    UserBucket bucket = new UserBucket(owner, "locked").createWithObjectLock();
    bucket.retainByDefault(ObjectLockRetentionMode.GOVERNANCE, 1);
    bucket.put("default", "kept for a day");
    bucket.put("held", "text");
    bucket.hold("held", bucket.id("held", 0), true);
    bucket.put("kept", "text");
    bucket.retain("kept", bucket.id("kept", 0), ObjectLockRetentionMode.COMPLIANCE, inDays(9));
    bucket.multipart("parts", bytes(5 << 20), bytes(7));
    bucket.retain("parts", bucket.id("parts", 0), ObjectLockRetentionMode.GOVERNANCE, inDays(5));
    assertThat(route.once()).isZero();
    assertThat(lock("default")).startsWith("GOVERNANCE").doesNotContain("ON");
    assertThat(lock("held")).endsWith("ON");
    assertThat(lock("kept")).isEqualTo("COMPLIANCE " + inDays(9) + " null");
    assertThat(lock("parts")).isEqualTo("GOVERNANCE " + inDays(5) + " null");
    assertThat(checked(Depth.ATTRIBUTES)).contains("exit 0");

    bucket.hold("held", bucket.id("held", 0), false);
    bucket.hold("parts", bucket.id("parts", 0), true);
    bucket.retain("kept", bucket.id("kept", 0), ObjectLockRetentionMode.COMPLIANCE, inDays(10));
    removeGoverned(bucket.id("default", 0), "default");
    assertThat(checked(Depth.ATTRIBUTES))
        .contains("* locked/held", "* locked/kept", "* locked/parts", "- locked/default");
    assertThat(route.once()).isZero();
    assertThat(lock("held")).endsWith("OFF");
    assertThat(lock("kept")).startsWith("COMPLIANCE " + inDays(10));
    assertThat(lock("parts")).endsWith("ON");
    assertThat(keys("locked")).containsExactly("held", "kept", "parts");
    assertThat(checked(Depth.ATTRIBUTES)).contains("exit 0");
  }

  private static Instant inDays(int days) {
    return Instant.now().truncatedTo(ChronoUnit.DAYS).plus(days, ChronoUnit.DAYS);
  }

  private String lock(String key) {
    HeadObjectResponse head =
        route.account().client().headObject(get -> get.bucket("locked").key(key));
    return head.objectLockModeAsString()
        + " "
        + head.objectLockRetainUntilDate()
        + " "
        + head.objectLockLegalHoldStatusAsString();
  }

  private void removeGoverned(String id, String key) {
    owner
        .client()
        .deleteObject(
            of -> of.bucket("locked").key(key).versionId(id).bypassGovernanceRetention(true));
  }

  @Test
  void checkTellsWhichBucketsDiffer() throws Exception {
    owner.createBucket("kept");
    tag(owner, "kept");
    owner.createBucket("removed");
    owner.createBucket("tagged");
    route.account().createBucket("theirs");
    assertThat(route.once()).isZero();
    assertThat(route.checkedText()).contains("exit 0", "Equal.");

    tag(route.account(), "kept");
    route.account().deleteBucket("removed");
    owner.createBucket("missing");
    owner.deleteBucket("tagged");
    assertThat(route.checkedText())
        .filteredOn(line -> line.matches("(differs|extra|missing) .*"))
        .containsExactly(
            "differs   bucket kept; it is no copy of the source's bucket",
            "extra     bucket tagged",
            "missing   bucket missing",
            "missing   bucket removed");
  }

  private static void tag(S3User user, String bucket) {
    Tag tag = Tag.builder().key("a").value("b").build();
    user.client()
        .putBucketTagging(put -> put.bucket(bucket).tagging(tags -> tags.tagSet(List.of(tag))));
  }

  private List<String> checked(Depth depth) {
    return route.checked("state", depth, Repair.NONE);
  }

  @Test
  void cutoverLooksAtWhatThereIsOfAStore() throws Exception {
    String only = "data-only: true";
    owner.createBucket("plain");
    tag(owner, "plain");
    owner.put("plain", "a", "text");
    assertThat(route.once(only)).isZero();
    assertThat(failures(route.cutover(only))).isEmpty();
    assertThat(route.checkedText()).contains("differs   bucket plain; tags");

    owner.put("plain", "b", "text");
    Cutover.Report late = route.cutover(only);

    assertThat(failures(late)).containsExactly(Check.LAG, Check.EQUAL);
    assertThat(late.steps().orElseThrow().next())
        .contains("# point clients, and names in DNS, to " + route.store().endpoint());
  }

  private static List<Check> failures(Cutover.Report report) {
    return report.diagnosis().findings().stream()
        .filter(finding -> finding.level() == Level.FAIL)
        .map(Finding::check)
        .toList();
  }

  @Test
  void doctorAsksTheStoreWhoseTheKeyIs() {
    Diagnosis diagnosis = route.examined();

    assertThat(diagnosis.findings())
        .filteredOn(finding -> finding.end() == End.DESTINATION)
        .allMatch(finding -> finding.level() == Level.OK)
        .extracting(Finding::message)
        .anyMatch(message -> message.contains("account " + StoreRoute.ACCOUNT));
  }

  @Test
  void versionsArriveInOrderAndTheRightOneGoes() throws Exception {
    owner.createBucket("versions");
    owner.put("versions", "k", "before there were versions");
    owner.setVersioning("versions", BucketVersioningStatus.ENABLED);
    String second = owner.put("versions", "k", "second");
    owner.delete("versions", "k");
    owner.put("versions", "k", "third");

    assertThat(route.once()).isZero();
    assertSameVersions("versions");

    owner.deleteVersion("versions", "k", second);
    owner.put("versions", "k", "fourth");
    owner.put("versions", "late", "one");
    owner.delete("versions", "late");
    assertThat(route.once()).isZero();
    assertSameVersions("versions");

    owner.setVersioning("versions", BucketVersioningStatus.SUSPENDED);
    owner.put("versions", "k", "null once more");
    owner.put("versions", "k", "and written over");
    owner.delete("versions", "late");
    assertThat(route.once()).isZero();
    assertSameVersions("versions");

    assertThat(route.onceWithState("another", "adopt: []")).isZero();
    assertSameVersions("versions");
  }

  @Test
  void objectsInPartsKeepTheirEtagsAndLeaveNothingBehind() throws Exception {
    owner.createBucket("large");
    byte[][] parts = {bytes(5 << 20), bytes(6 << 20), bytes(5 << 20), bytes(7)};
    owner.multipart(
        CreateMultipartUploadRequest.builder()
            .bucket("large")
            .key("parts")
            .contentType("video/x")
            .metadata(Map.of("a", "b")),
        parts);
    owner.setTags("large", "parts", Map.of("t", "1"));
    owner.multipart("large", "one", bytes(100));
    owner.put("large", "whole", bytes(9 << 20));

    assertThat(route.once()).isZero();

    assertSameVersions("large");
    assertThat(
            route.account().client().listMultipartUploads(list -> list.bucket("large")).uploads())
        .isEmpty();
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private void assertSameVersions(String bucket) {
    assertThat(StoreView.of(route.store(), route.account(), bucket))
        .isEqualTo(StoreView.of(route.source(), owner, bucket));
  }
}
