package io.gyre.store;

import static io.gyre.store.StoreFixture.done;
import static io.gyre.store.StoreFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.copy.CopyOutcome;
import io.gyre.copy.CopyTask;
import io.gyre.copy.CopyTask.Intent;
import io.gyre.copy.Ended;
import io.gyre.copy.Image;
import io.gyre.copy.ObjectVersion;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketInstance;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import io.gyre.log.Versioning;
import io.gyre.select.Contents;
import io.gyre.select.ObjectRules;
import io.gyre.select.RuleList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.Tag;

/** Versions from an embedded zone to an embedded gateway that gives them ids of its own. */
class StoreVersionsTest {
  private static StoreFixture zones;
  private BucketName bucket;
  private Store store;

  @BeforeAll
  static void start() {
    zones = new StoreFixture();
  }

  @AfterAll
  static void stop() {
    zones.close();
  }

  @BeforeEach
  void makeBucket(TestInfo test) {
    String name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    bucket = zones.bucket(name.substring(0, Math.min(60, name.length())));
    zones.owner().setVersioning(bucket.name(), BucketVersioningStatus.ENABLED);
    store = zones.open();
    store.versioning().wants(bucket, Versioning.ENABLED);
  }

  private List<CopyOutcome> bring(CopyTask... tasks) throws Exception {
    return done(store.keys().bring(bucket, List.of(tasks))).stream().map(Ended::outcome).toList();
  }

  private static CopyTask task(Intent intent, String id) {
    return new CopyTask(
        "k",
        id.equals(ObjectVersion.NULL) ? "" : id,
        intent,
        OptionalLong.of(1),
        "",
        CopyTask.UNKNOWN_MTIME,
        CopyTask.UNKNOWN_SIZE,
        false,
        false);
  }

  private String put(String text) {
    return zones.owner().put(bucket.name(), "k", text);
  }

  private String mark() {
    return zones
        .owner()
        .client()
        .deleteObject(delete -> delete.bucket(bucket.name()).key("k"))
        .versionId();
  }

  private void assertEqual() {
    assertThat(zones.atStore(bucket)).isEqualTo(zones.atSource(bucket));
  }

  @Test
  void versionsAndMarkersArriveInOrder() throws Exception {
    String one = put("one");
    String marker = mark();
    String two = put("two");

    assertThat(bring(task(Intent.WRITE, one), task(Intent.MARK, marker), task(Intent.WRITE, two)))
        .containsExactly(CopyOutcome.COPIED, CopyOutcome.MARKED, CopyOutcome.COPIED);

    assertEqual();
    assertThat(done(zones.checkpoints.images(bucket, "k"))).hasSize(3);
    zones.owner().deleteVersion(bucket.name(), "k", one);
    zones.owner().deleteVersion(bucket.name(), "k", marker);
    assertThat(bring(task(Intent.REMOVE, one), task(Intent.REMOVE, marker)))
        .containsOnly(CopyOutcome.DELETED);
    assertEqual();
  }

  @Test
  void aMarkerAboveAnotherArrivesToo() throws Exception {
    String one = put("one");
    String lower = mark();
    String between = put("between");
    String upper = mark();
    bring(
        task(Intent.WRITE, one),
        task(Intent.MARK, lower),
        task(Intent.WRITE, between),
        task(Intent.MARK, upper));
    zones.owner().deleteVersion(bucket.name(), "k", between);
    bring(task(Intent.REMOVE, between));
    zones.account().deleteVersion(bucket.name(), "k", idAtStore(upper));
    store = zones.open();
    store.versioning().wants(bucket, Versioning.ENABLED);

    bring(task(Intent.MARK, upper));

    assertEqual();
  }

  private String idAtStore(String sourceId) throws Exception {
    return done(zones.checkpoints.images(bucket, "k")).stream()
        .filter(image -> image.versionId().equals(sourceId))
        .findFirst()
        .orElseThrow()
        .destinationId();
  }

  @Test
  void tagsOfOneVersionChangeInItsPlace() throws Exception {
    String one = put("one");
    String two = put("two");
    bring(task(Intent.WRITE, one), task(Intent.WRITE, two));
    zones
        .owner()
        .client()
        .putObjectTagging(
            to ->
                to.bucket(bucket.name())
                    .key("k")
                    .versionId(one)
                    .tagging(tags -> tags.tagSet(Tag.builder().key("t").value("1").build())));

    assertThat(bring(task(Intent.WRITE, one))).containsExactly(CopyOutcome.CURRENT);

    assertEqual();
  }

  @Test
  void aSuspensionByOthersIsSeenInTheAnswerAndUndone() throws Exception {
    bring(task(Intent.WRITE, put("one")));
    zones.account().setVersioning(bucket.name(), BucketVersioningStatus.SUSPENDED);
    String two = put("two");

    GatewayException failure =
        failure(store.keys().bring(bucket, List.of(task(Intent.WRITE, two))));

    assertThat(failure.failureClass()).isEqualTo(FailureClass.TRANSIENT);
    assertThat(failure).hasMessageContaining("somebody has suspended the versioning");
    assertThat(bring(task(Intent.WRITE, two))).containsExactly(CopyOutcome.CURRENT);
    String three = put("three");
    assertThat(bring(task(Intent.WRITE, three))).containsExactly(CopyOutcome.COPIED);
    assertEqual();
  }

  /** As where another key of the bucket was the first to have versions. */
  @Test
  void aPlainWriteThatMakesAVersionIsDoneOverAndSoIsARemoval() throws Exception {
    String name = bucket.name() + "-plain";
    bucket = zones.bucket(name);
    store = zones.open();
    put("one");
    bring(plain(Intent.WRITE));
    zones.account().setVersioning(name, BucketVersioningStatus.ENABLED);
    put("two");

    assertThat(failure(store.keys().bring(bucket, List.of(plain(Intent.WRITE)))))
        .hasMessageContaining("made a version");
    bring(plain(Intent.WRITE));

    assertThat(zones.atStore(bucket)).hasSize(1).isEqualTo(zones.atSource(bucket));
    mark();
    store = zones.open();
    assertThat(failure(store.keys().bring(bucket, List.of(plain(Intent.REMOVE)))))
        .hasMessageContaining("made a version");
    bring(plain(Intent.REMOVE));
    assertThat(zones.atStore(bucket)).isEmpty();
  }

  private static CopyTask plain(Intent intent) {
    return new CopyTask(
        "k",
        "",
        intent,
        OptionalLong.empty(),
        "",
        CopyTask.UNKNOWN_MTIME,
        CopyTask.UNKNOWN_SIZE,
        false,
        false);
  }

  /** Where somebody suspends the versioning at the store, what is written goes over it. */
  @Test
  void aNullVersionThatWasWrittenOverAtTheStoreIsNotTakenForWhatItWas() throws Exception {
    String name = bucket.name().substring(0, 50) + "-plain";
    bucket = zones.bucket(name);
    store = zones.open();
    put("before there were versions");
    bring(plain(Intent.WRITE));
    zones.owner().setVersioning(name, BucketVersioningStatus.ENABLED);
    store.versioning().wants(bucket, Versioning.ENABLED);
    bring(task(Intent.WRITE, put("one")));
    assertEqual();
    zones.account().setVersioning(name, BucketVersioningStatus.SUSPENDED);
    String two = put("two");

    failure(store.keys().bring(bucket, List.of(task(Intent.WRITE, two))));
    bring(task(Intent.WRITE, two), task(Intent.WRITE, ObjectVersion.NULL));

    assertEqual();
  }

  @Test
  void whatIsLeftOutHoldsNothingBackAndHasNothingWrittenAgain() throws Exception {
    zones.contents =
        new Contents(
            RuleList.NONE,
            new ObjectRules(
                OptionalLong.empty(),
                OptionalLong.of(3),
                Optional.empty(),
                Optional.empty(),
                RuleList.NONE,
                RuleList.NONE));
    try {
      store = zones.open();
      store.versioning().wants(bucket, Versioning.ENABLED);
      String large = put("large");
      String one = put("one");
      String larger = put("larger");
      String two = put("two");

      assertThat(
              bring(
                  task(Intent.WRITE, large),
                  task(Intent.WRITE, one),
                  task(Intent.WRITE, larger),
                  task(Intent.WRITE, two)))
          .containsExactly(
              CopyOutcome.UNSELECTED,
              CopyOutcome.COPIED,
              CopyOutcome.UNSELECTED,
              CopyOutcome.COPIED);

      List<Image> images = done(zones.checkpoints.images(bucket, "k"));
      assertThat(images).extracting(Image::versionId).containsExactlyInAnyOrder(one, two);
      String six = put("six");
      bring(task(Intent.WRITE, six));
      assertThat(done(zones.checkpoints.images(bucket, "k"))).hasSize(3).containsAll(images);
    } finally {
      zones.contents = Contents.ALL;
    }
  }

  @Test
  void nullVersionsBecomeVersionsWithIds() throws Exception {
    bring(task(Intent.WRITE, put("one")));
    zones.owner().setVersioning(bucket.name(), BucketVersioningStatus.SUSPENDED);
    store.versioning().wants(bucket, Versioning.SUSPENDED);
    put("null");

    bring(task(Intent.WRITE, ObjectVersion.NULL));
    assertEqual();
    put("null, written over");
    bring(task(Intent.WRITE, ObjectVersion.NULL));
    assertEqual();
    mark();
    bring(task(Intent.MARK, ObjectVersion.NULL));

    assertEqual();
    assertThat(zones.losses.told).contains(bucket + ": suspended versioning");
    assertThat(
            zones.account().client().getBucketVersioning(get -> get.bucket(bucket.name())).status())
        .isEqualTo(BucketVersioningStatus.ENABLED);
  }

  @Test
  void aListingNamesImagesAsTheSourceDoesAndOthersByThemselves() throws Exception {
    String one = put("one");
    String marker = mark();
    bring(task(Intent.WRITE, one), task(Intent.MARK, marker));
    String foreign = zones.account().put(bucket.name(), "k", "foreign");
    zones
        .account()
        .client()
        .putBucketTagging(
            to ->
                to.bucket(bucket.name())
                    .tagging(
                        tags -> tags.tagSet(Tag.builder().key("gyre-source").value("id").build())));
    BucketShard whole = new BucketShard(new BucketInstance(bucket, "id"), BucketShard.UNSHARDED);

    ListingPage page = done(store.listing().list(whole, ListingPosition.START, 100)).orElseThrow();

    assertThat(page.versions())
        .extracting(ListedVersion::versionId)
        .containsExactly("destination:" + foreign, marker, one);
    BucketShard others =
        new BucketShard(new BucketInstance(bucket, "other"), BucketShard.UNSHARDED);
    assertThat(done(store.listing().list(others, ListingPosition.START, 100))).isEmpty();
    assertThat(bring(task(Intent.REMOVE, "destination:" + foreign)))
        .containsExactly(CopyOutcome.DELETED);
    assertEqual();
  }

  @Test
  void aCopySaysWhichVersionItIsOf() throws Exception {
    String one = put("one");
    bring(task(Intent.WRITE, one));

    Map<String, String> metadata =
        zones.account().client().headObject(head -> head.bucket(bucket.name()).key("k")).metadata();

    assertThat(metadata)
        .containsEntry("rgwx-source-version-id", one)
        .containsKeys("rgwx-source-epoch", "rgwx-source-mtime", "rgwx-source-etag");
  }
}
