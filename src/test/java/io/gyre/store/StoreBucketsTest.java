package io.gyre.store;

import static io.gyre.store.StoreFixture.done;
import static io.gyre.store.StoreFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gyre.config.MapConfig;
import io.gyre.failure.FailureClass;
import io.gyre.guard.DeleteGuard;
import io.gyre.log.BucketName;
import io.gyre.map.BucketMap;
import io.gyre.map.KeyRule;
import io.gyre.map.Places;
import io.gyre.metadata.BucketSizes.Size;
import io.gyre.metadata.DestinationBucket;
import io.gyre.metadata.DestinationBuckets;
import io.gyre.metadata.SourceBucket;
import io.gyre.rgw.LockDefaults;
import io.gyre.rgw.OwnKeySizes;
import io.gyre.rgw.RgwBucketOperations;
import io.gyre.select.Contents;
import io.gyre.select.ObjectRules;
import io.gyre.select.Rule;
import io.gyre.select.RuleList;
import io.gyre.testing.UserBucket;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

/** Buckets of an embedded gateway that is called as any S3 store is. */
class StoreBucketsTest {
  private static StoreFixture zones;

  @BeforeAll
  static void start() {
    zones = new StoreFixture();
  }

  @AfterAll
  static void stop() {
    zones.close();
  }

  @AfterEach
  void nothingFails() {
    zones.storeFails();
    zones.losses.told.clear();
  }

  private static DestinationBuckets buckets() {
    return zones.open().buckets();
  }

  private static SourceBucket atSource(String name) {
    return zones.sourceBucket(name);
  }

  private static S3Client atStore() {
    return zones.account().client();
  }

  private static void make(String name) throws Exception {
    done(buckets().make(atSource(name), atSource(name).copyId(Places.SAME)));
  }

  @Test
  void aBucketThatWasMadeIsKnownAgainWithoutAState() throws Exception {
    zones.owner().createBucket("made");
    assertThat(done(buckets().find(new BucketName("", "made")))).isEmpty();

    make("made");

    String id = atSource("made").copyId(Places.SAME);
    assertThat(done(buckets().find(new BucketName("", "made"))))
        .contains(new DestinationBucket(id, id, false));
    assertThat(done(buckets().owner(new BucketName("", "made"), id))).contains("owner");
    assertThat(done(buckets().owner(new BucketName("", "made"), "another"))).isEmpty();
    make("made"); // once more is fine
  }

  @Test
  void aMakingThatWasCutShortIsKnownByItsEmptiness() throws Exception {
    zones.account().createBucket("cut");
    zones.account().createBucket("theirs");
    zones.account().put("theirs", "k", "text");

    assertThat(done(buckets().find(new BucketName("", "cut"))))
        .contains(new DestinationBucket("", "", true));
    assertThat(done(buckets().find(new BucketName("", "theirs"))))
        .contains(new DestinationBucket("", "", false));
  }

  @Test
  void whatNobodySignedIsNotTheBucketThatWasKnownByNoId() throws Exception {
    zones.account().createBucket("unsigned");
    zones.account().put("unsigned", "k", "text");

    DestinationBucket there = done(buckets().find(new BucketName("", "unsigned"))).orElseThrow();

    assertThat(there.is("")).isFalse();
  }

  @Test
  void whatIsTakenOverFromAnotherGyreIsOursFromThenOn() throws Exception {
    zones.owner().createBucket("another");
    make("another");
    zones
        .account()
        .client()
        .putBucketTagging(
            to ->
                to.bucket("another")
                    .tagging(
                        tags ->
                            tags.tagSet(Tag.builder().key("gyre-source").value("theirs").build())));
    DestinationBucket there = done(buckets().find(new BucketName("", "another"))).orElseThrow();
    String ours = atSource("another").copyId(Places.SAME);
    assertThat(there.is(ours)).isFalse();

    assertThat(done(buckets().update(atSource("another"), there))).isEqualTo(ours);

    assertThat(done(buckets().find(new BucketName("", "another"))).orElseThrow().is(ours)).isTrue();
  }

  @Test
  void whatIsLeftOfAMakingThatWasCutShortGoesWithItAndNothingElse() throws Exception {
    zones.account().createBucket("cut-and-gone");
    zones.account().createBucket("cut-and-theirs");
    zones.account().put("cut-and-theirs", "k", "text");

    for (String name : List.of("cut-and-gone", "cut-and-theirs")) {
      done(
          buckets()
              .remove(
                  new BucketName("", name), "ours", () -> CompletableFuture.completedFuture(null)));
    }

    assertThat(done(buckets().find(new BucketName("", "cut-and-gone")))).isEmpty();
    assertThat(done(buckets().find(new BucketName("", "cut-and-theirs")))).isPresent();
  }

  @Test
  void aNameThatIsSomebodyElsesIsRefusedWithTheReason() {
    zones.owner().createBucket("taken");
    zones.store().createUser("stranger").createBucket("taken");

    assertThat(failure(buckets().find(new BucketName("", "taken"))).failureClass())
        .isEqualTo(FailureClass.DENIED);
    var failure = failure(buckets().make(atSource("taken"), "id"));
    assertThat(failure.failureClass()).isEqualTo(FailureClass.INVALID);
    assertThat(failure).hasMessageContaining("somebody else's");
  }

  @Test
  void tenantsAreNotForStores() {
    assertThat(buckets().impossible(new BucketName("", "b"))).isEmpty();
    assertThat(buckets().impossible(new BucketName("acme", "b"))).contains("tenant acme");
  }

  @Test
  void aBucketGetsTheSettingsOfTheSourcesAndLosesThem() throws Exception {
    S3Client owner = zones.owner().client();
    zones.owner().createBucket("set");
    zones.owner().setVersioning("set", BucketVersioningStatus.ENABLED);
    String policy =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
            + "\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::set/*\"}]}";
    giveSettings(owner, policy);

    make("set");

    assertThat(atStore().getBucketPolicy(get -> get.bucket("set")).policy()).isEqualTo(policy);
    assertThat(atStore().getBucketCors(get -> get.bucket("set")).corsRules())
        .isEqualTo(owner.getBucketCors(get -> get.bucket("set")).corsRules());
    assertThat(atStore().getBucketLifecycleConfiguration(get -> get.bucket("set")).rules())
        .isEqualTo(owner.getBucketLifecycleConfiguration(get -> get.bucket("set")).rules());
    assertThat(atStore().getBucketWebsite(get -> get.bucket("set")).indexDocument().suffix())
        .isEqualTo("i.html");
    assertThat(tags("set")).contains(Tag.builder().key("team").value("x & y").build()).hasSize(3);
    assertThat(atStore().getBucketVersioning(get -> get.bucket("set")).status())
        .isEqualTo(BucketVersioningStatus.ENABLED);
    var access = atStore().getPublicAccessBlock(get -> get.bucket("set"));
    assertThat(access.publicAccessBlockConfiguration().restrictPublicBuckets()).isTrue();
    assertThat(access.publicAccessBlockConfiguration().blockPublicAcls()).isFalse();
    assertThat(zones.losses.told).containsExactly("set: BlockPublicAcls");

    owner.deleteBucketPolicy(to -> to.bucket("set"));
    owner.deleteBucketTagging(to -> to.bucket("set"));
    owner.putBucketCors(
        to ->
            to.bucket("set")
                .corsConfiguration(
                    cors ->
                        cors.corsRules(
                            CORSRule.builder()
                                .allowedMethods("PUT")
                                .allowedOrigins("https://b")
                                .build())));
    zones.storeFails("delay=1ms PUT ");
    long before = zones.struck();
    update("set");

    assertThatThrownBy(() -> atStore().getBucketPolicy(get -> get.bucket("set")))
        .isInstanceOf(S3Exception.class);
    assertThat(atStore().getBucketCors(get -> get.bucket("set")).corsRules())
        .isEqualTo(owner.getBucketCors(get -> get.bucket("set")).corsRules());
    assertThat(tags("set")).hasSize(2);
    assertThat(zones.struck() - before).as("only what differs is written").isEqualTo(2);
  }

  private static void giveSettings(S3Client owner, String policy) {
    owner.putBucketPolicy(to -> to.bucket("set").policy(policy));
    owner.putBucketCors(
        to ->
            to.bucket("set")
                .corsConfiguration(
                    cors ->
                        cors.corsRules(
                            CORSRule.builder()
                                .allowedMethods("GET")
                                .allowedOrigins("https://a")
                                .build())));
    owner.putBucketLifecycleConfiguration(
        to ->
            to.bucket("set")
                .lifecycleConfiguration(
                    all ->
                        all.rules(
                            LifecycleRule.builder()
                                .id("r")
                                .status("Enabled")
                                .filter(filter -> filter.prefix("tmp/"))
                                .expiration(days -> days.days(1))
                                .build())));
    owner.putBucketTagging(
        to ->
            to.bucket("set")
                .tagging(tags -> tags.tagSet(Tag.builder().key("team").value("x & y").build())));
    owner.putBucketWebsite(
        to ->
            to.bucket("set")
                .websiteConfiguration(site -> site.indexDocument(index -> index.suffix("i.html"))));
    owner.putPublicAccessBlock(
        to ->
            to.bucket("set")
                .publicAccessBlockConfiguration(
                    block -> block.restrictPublicBuckets(true).blockPublicAcls(true)));
  }

  private static void update(String name) throws Exception {
    DestinationBucket there = done(buckets().find(new BucketName("", name))).orElseThrow();
    done(buckets().update(atSource(name), there));
  }

  private static List<Tag> tags(String name) {
    return atStore().getBucketTagging(get -> get.bucket(name)).tagSet();
  }

  @Test
  void whatTheStoreDoesNotTakeIsNamedAndKeepsNothingElseBack() throws Exception {
    S3Client owner = zones.owner().client();
    zones.owner().createBucket("refused");
    owner.putBucketCors(
        to ->
            to.bucket("refused")
                .corsConfiguration(
                    cors ->
                        cors.corsRules(
                            CORSRule.builder()
                                .allowedMethods("GET")
                                .allowedOrigins("https://a")
                                .build())));
    owner.putBucketWebsite(
        to ->
            to.bucket("refused")
                .websiteConfiguration(site -> site.indexDocument(index -> index.suffix("i"))));
    owner.putBucketAcl(to -> to.bucket("refused").acl("public-read"));
    zones.storeFails("status=403 .*cors", "status=501 .*lifecycle");

    make("refused");

    assertThat(zones.losses.told).containsExactlyInAnyOrder("refused: cors", "refused: ACL");
    assertThat(atStore().getBucketWebsite(get -> get.bucket("refused"))).isNotNull();
    zones.storeFails("status=503 .*cors");
    assertThat(failure(buckets().make(atSource("refused"), "id")).failureClass())
        .isEqualTo(FailureClass.TRANSIENT);
  }

  @Test
  void aBucketGoesWithAllThatIsInIt() throws Exception {
    zones.owner().createBucket("goes");
    make("goes");
    String id = atSource("goes").copyId(Places.SAME);
    zones.account().setVersioning("goes", BucketVersioningStatus.ENABLED);
    for (int i = 0; i < 70; i++) {
      zones.account().put("goes", "k" + i % 7, "text " + i);
    }
    zones.account().delete("goes", "k0");
    atStore().createMultipartUpload(to -> to.bucket("goes").key("unfinished"));
    BucketName name = new BucketName("", "goes");

    done(buckets().remove(name, "another", () -> CompletableFuture.completedFuture(null)));
    assertThat(done(buckets().find(name))).isPresent();
    assertThat(
            failure(
                zones
                    .open(Optional.of(69))
                    .buckets()
                    .remove(name, id, () -> CompletableFuture.completedFuture(null))))
        .hasMessageContaining("limits.max-delete");
    done(
        zones
            .open(Optional.of(70))
            .buckets()
            .remove(name, id, () -> CompletableFuture.completedFuture(null)));

    assertThat(done(buckets().find(name))).isEmpty();
  }

  @Test
  void aBucketOfMoreThanMayGoWithinAnHourStaysAndSoDoesOneWithKeysThatAreLeftOut()
      throws Exception {
    zones.owner().createBucket("guarded");
    make("guarded");
    String id = atSource("guarded").copyId(Places.SAME);
    zones.account().put("guarded", "a", "text");
    zones.account().put("guarded", "kept", "text");
    BucketName name = new BucketName("", "guarded");
    zones.guard =
        Optional.of(new DeleteGuard(zones.checkpoints, OptionalInt.of(1), Clock.systemUTC()));
    try {
      assertThat(failure(buckets().remove(name, id, () -> CompletableFuture.completedFuture(null))))
          .hasMessageContaining("max-delete-per-hour");
      zones.guard = Optional.empty();
      zones.contents = new Contents(new RuleList(List.of(Rule.parse("- kept"))), ObjectRules.NONE);
      assertThat(failure(buckets().remove(name, id, () -> CompletableFuture.completedFuture(null))))
          .hasMessageContaining("select.keys");
    } finally {
      zones.guard = Optional.empty();
      zones.contents = Contents.ALL;
    }

    assertThat(zones.account().get("guarded", "kept")).isNotEmpty();
  }

  @Test
  void aBucketWithKeysThatNoRulePutsThereStaysAndSaysSo() throws Exception {
    BucketName name = new BucketName("", "mixed");
    zones.account().createBucket("mixed");
    zones.account().put("mixed", "own", "text");
    Places places = new Places(BucketMap.NONE, List.of(KeyRule.parse("mixed: -> backup/")));
    var asStore = zones.storeClient().placing(places);
    var store =
        new BucketRemover(
            asStore,
            new StoreLocks(asStore, Clock.systemUTC()),
            new Store.Removals(Optional.empty(), Optional.empty(), key -> true));
    var asZone = zones.systemClient().placing(places);
    var zone = new RgwBucketOperations(asZone, new LockDefaults(asZone), key -> true);

    zones.account().put("mixed", "backup/a", "text");
    var failure = failure(store.remove(name, () -> CompletableFuture.completedFuture(null)));
    assertThat(failure.failureClass()).isEqualTo(FailureClass.DENIED);
    assertThat(failure).hasMessageContaining("map.keys");
    zones.account().put("mixed", "backup/a", "text");
    assertThat(
            failure(zone.removeWithContents(name, () -> CompletableFuture.completedFuture(null))))
        .hasMessageContaining("map.keys");

    assertThat(atStore().listObjectsV2(list -> list.bucket("mixed")).contents())
        .extracting(object -> object.key())
        .containsExactly("own");
  }

  /** Only what is below a bucket's prefix is counted, and removed. */
  @Test
  void whatIsRemovedOfSeveralInOneIsItsOwn() throws Exception {
    Places places =
        MapConfig.ofPlaceRules(
                "bucket one -> both\nbucket two -> both\nkeys one: -> 1/\nkeys two: -> 2/")
            .places();
    zones.account().createBucket("both");
    BucketName one = new BucketName("", "one");
    var asStore = zones.storeClient().placing(places);
    var store =
        new BucketRemover(
            asStore,
            new StoreLocks(asStore, Clock.systemUTC()),
            new Store.Removals(Optional.of(2), Optional.empty(), key -> true));
    var asZone = zones.systemClient().placing(places);
    var zone = new RgwBucketOperations(asZone, new LockDefaults(asZone), key -> true);
    var sizes =
        new OwnKeySizes(
            asZone, bucket -> CompletableFuture.completedFuture(Optional.of(new Size(99, 99))));
    List<String> others = List.of("1", "10/a", "2/a", "2/b", "2/c");
    others.forEach(key -> zones.account().put("both", key, "text"));
    zones.account().client().createMultipartUpload(to -> to.bucket("both").key("2/open"));

    zones.account().put("both", "1/a", "text");
    zones.account().put("both", "1/b", "text");
    assertThat(done(sizes.of(one))).contains(new Size(2, 8));
    assertThat(done(sizes.of(new BucketName("", "alone")))).contains(new Size(99, 99));
    done(store.empty(one, () -> CompletableFuture.completedFuture(null)));
    assertThat(keys("both")).isEqualTo(others);
    assertThat(done(sizes.of(one))).contains(new Size(0, 0));

    zones.account().put("both", "1/a", "text");
    done(zone.removeContents(one, () -> CompletableFuture.completedFuture(null)));
    assertThat(keys("both")).isEqualTo(others);
    assertThat(atStore().listMultipartUploads(of -> of.bucket("both")).uploads()).hasSize(1);
    assertThat(
            failure(
                store.empty(
                    new BucketName("", "two"), () -> CompletableFuture.completedFuture(null))))
        .hasMessageContaining("limits.max-delete");
  }

  @Test
  void oneWithObjectLockLacksItInABucketWithout() throws Exception {
    new UserBucket(zones.owner(), "kept").createWithObjectLock();
    new UserBucket(zones.account(), "kept").create();
    DestinationBucket there = done(buckets().find(new BucketName("", "kept"))).orElseThrow();
    assertThat(done(buckets().lacking(atSource("kept"), there)))
        .isEqualTo("it has object lock and the store's bucket has not");

    zones.account().deleteBucket("kept");
    new UserBucket(zones.account(), "kept").createWithObjectLock();
    assertThat(done(buckets().lacking(atSource("kept"), there))).isEmpty();
    zones.bucket("free");
    assertThat(done(buckets().lacking(atSource("free"), there))).isEmpty();
  }

  private static List<String> keys(String bucket) {
    return atStore().listObjectsV2(list -> list.bucket(bucket)).contents().stream()
        .map(object -> object.key())
        .toList();
  }

  @Test
  void aBucketThatKeepsVersionsCannotBecomeOneThatNeverDid() throws Exception {
    zones.owner().createBucket("never");
    zones.account().createBucket("never");
    DestinationBucket there = done(buckets().find(new BucketName("", "never"))).orElseThrow();
    assertThat(done(buckets().irreversible(atSource("never"), there))).isEmpty();
    zones.account().setVersioning("never", BucketVersioningStatus.SUSPENDED);

    assertThat(done(buckets().irreversible(atSource("never"), there))).contains("keeps versions");
  }
}
