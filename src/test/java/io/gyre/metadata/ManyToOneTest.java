package io.gyre.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.checkpoint.BucketState;
import io.gyre.checkpoint.BucketState.Standing;
import io.gyre.checkpoint.Change;
import io.gyre.config.MapConfig;
import io.gyre.log.BucketInstance;
import io.gyre.log.BucketName;
import io.gyre.log.Versioning;
import io.gyre.map.Mapping;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Test;

/** Buckets that are in one of the destination, each below a prefix of its own. */
class ManyToOneTest extends MetadataFixture {
  private static final BucketInstance OTHER = BucketInstance.parse("other:src.5");
  private static final int VERSIONED = 2;
  private static final int LOCKED = 0x20 | VERSIONED;

  private MetadataReplicator mapped(String rules) {
    return mapped(rules, bucket -> true);
  }

  private MetadataReplicator mapped(String rules, Predicate<BucketName> buckets) {
    Mapping map = MapConfig.ofPlaceRules(rules).mapping();
    return replicator(
        new Selection(
            false, true, buckets, (bucket, uid) -> true, map, uid -> false, adopted::contains));
  }

  private void bothAreAtTheSource() {
    sourceHas(PHOTOS, "src.1");
    source.given("bucket", "other", SampleMetadata.entryPoint(OTHER, "src.5", "bob"));
    source.given(
        "bucket.instance", OTHER.toString(), SampleMetadata.instance(OTHER, "src.5", "bob", "g1"));
    destination.given("user", "bob", SampleMetadata.user("bob", "BOB"));
  }

  private static ObjectNode with(ObjectNode instance, int flags) {
    instance.withObject("/data/bucket_info").put("flags", flags);
    return instance;
  }

  private void photosHas(int flags) {
    source.given(
        "bucket.instance",
        PHOTOS.toString(),
        with(SampleMetadata.instance(PHOTOS, "src.1", "alice", "g1"), flags));
  }

  private void otherHas(int flags) {
    source.given(
        "bucket.instance",
        OTHER.toString(),
        with(SampleMetadata.instance(OTHER, "src.5", "bob", "g1"), flags));
  }

  private static Condition<BucketReadiness> refused(String why) {
    return new Condition<>(
        readiness ->
            readiness instanceof BucketReadiness.Refused refused && refused.reason().contains(why),
        "refused: %s",
        why);
  }

  private static final String APART =
      "bucket photos -> shared\nbucket other -> shared\nkeys photos: -> p/\nkeys other: -> o/";

  private BucketState known(BucketInstance bucket) throws Exception {
    return await(checkpoints.bucketsNamed(bucket.bucket().toString())).get(0);
  }

  private String idOf(BucketInstance bucket) throws Exception {
    return known(bucket).destinationId();
  }

  private MetadataReplicator bothFollowed() throws Exception {
    bothAreAtTheSource();
    destination.given("user", "alice", SampleMetadata.user("alice", "ALICE"));
    MetadataReplicator apart = mapped(APART);
    await(apart.apply("bucket", "photos"));
    await(apart.apply("bucket", "other"));
    return apart;
  }

  @Test
  void bucketsWhoseKeysCannotMeetHaveOneBucketWithTheSettingsOfTheFirstByName() throws Exception {
    MetadataReplicator apart = bothFollowed();

    assertThat(await(apart.ready(PHOTOS))).isInstanceOf(BucketReadiness.Ready.class);
    assertThat(await(apart.ready(OTHER))).isInstanceOf(BucketReadiness.Ready.class);
    assertThat(idOf(OTHER)).isEqualTo(idOf(PHOTOS));
    assertThat(SourceBucket.ownerOf(destination.stored("bucket", "shared"))).isEqualTo("bob");
  }

  @Test
  void theBucketStaysUntilTheLastIsGoneAndTheNextDecides() throws Exception {
    MetadataReplicator apart = bothFollowed();

    source.gone("bucket", "other");
    await(apart.apply("bucket", "other"));
    assertThat(destinationBuckets.emptied).containsOnly(OTHER.bucket());
    assertThat(destinationBuckets.removed).isEmpty();
    assertThat(SourceBucket.ownerOf(destination.stored("bucket", "shared"))).isEqualTo("alice");

    source.gone("bucket", "photos");
    await(mapped(APART).apply("bucket", "photos"));
    assertThat(destinationBuckets.removed).containsExactly(PHOTOS.bucket());
  }

  @Test
  void aMakingThatWasCutShortIsEndedByWhoComesFirst() throws Exception {
    bothAreAtTheSource();
    destination.given("user", "alice", SampleMetadata.user("alice", "ALICE"));
    SourceBucket photos =
        new SourceBucket(
            PHOTOS.bucket(),
            source.stored("bucket", "photos"),
            source.stored("bucket.instance", PHOTOS.toString()));
    await(
        checkpoints.save(
            Change.of(BucketStandings.seen(photos, "made-id", Standing.CREATING, "cut short"))));
    MetadataReplicator next = mapped(APART);

    await(next.apply("bucket", "other"));
    await(next.apply("bucket", "photos"));

    assertThat(await(next.ready(OTHER))).isInstanceOf(BucketReadiness.Ready.class);
    assertThat(await(next.ready(PHOTOS))).isInstanceOf(BucketReadiness.Ready.class);
    assertThat(List.of(idOf(OTHER), idOf(PHOTOS))).containsOnly("made-id");
  }

  @Test
  void oneThatKeepsVersionsIsNotPutTogetherWithOneThatNeverDid() throws Exception {
    bothAreAtTheSource();
    destination.given("user", "alice", SampleMetadata.user("alice", "ALICE"));
    MetadataReplicator apart = mapped(APART);
    await(apart.apply("bucket", "other"));
    photosHas(VERSIONED);
    await(apart.apply("bucket", "photos"));
    assertThat(await(apart.ready(PHOTOS))).is(refused("with bucket other"));

    source.gone("bucket", "other");
    await(apart.apply("bucket", "other"));
    assertThat(await(apart.ready(PHOTOS))).isInstanceOf(BucketReadiness.Ready.class);
  }

  @Test
  void withoutAStateTheBucketIsKnownAgainWhoeverComesFirst() throws Exception {
    bothFollowed();
    String id = idOf(PHOTOS);
    await(
        checkpoints.save(
            List.of(new Change.BucketForgotten(PHOTOS), new Change.BucketForgotten(OTHER))));
    MetadataReplicator next = mapped(APART);

    await(next.apply("bucket", "other"));
    assertThat(await(next.ready(OTHER))).is(refused("not ours"));
    await(next.apply("bucket", "photos"));

    assertThat(await(next.ready(OTHER))).isInstanceOf(BucketReadiness.Ready.class);
    assertThat(idOf(OTHER)).isEqualTo(id);
  }

  private String ownerThere() {
    return SourceBucket.ownerOf(destination.stored("bucket", "shared"));
  }

  @Test
  void oneThatComesLaterAndIsFirstByNameDecidesFromThenOn() throws Exception {
    bothAreAtTheSource();
    destination.given("user", "alice", SampleMetadata.user("alice", "ALICE"));
    MetadataReplicator apart = mapped(APART);
    await(apart.apply("bucket", "photos"));
    assertThat(ownerThere()).isEqualTo("alice");

    await(apart.apply("bucket", "other"));
    await(apart.apply("bucket", "photos"));
    assertThat(ownerThere()).isEqualTo("bob");
    assertThat(ofAnother).anyMatch(told -> told.startsWith("photos of other [owner"));

    MetadataReplicator next = mapped(APART);
    await(next.apply("bucket", "photos"));
    assertThat(ownerThere()).isEqualTo("bob");
  }

  @Test
  void whatIsNoLongerSelectedKeepsTheBucketAndDoesNotDecide() throws Exception {
    bothFollowed();
    MetadataReplicator without = mapped(APART, bucket -> !bucket.equals(OTHER.bucket()));
    await(without.apply("bucket", "photos"));
    assertThat(ownerThere()).isEqualTo("alice");

    source.gone("bucket", "other");
    await(without.apply("bucket", "other"));
    source.gone("bucket", "photos");
    await(without.apply("bucket", "photos"));

    assertThat(destinationBuckets.emptied).containsOnly(PHOTOS.bucket());
    assertThat(destinationBuckets.removed).isEmpty();
    assertThat(await(checkpoints.bucketsNamed("photos"))).isEmpty();
    assertThat(await(checkpoints.bucketsNamed("other"))).isNotEmpty();
  }

  /** A process that dies leaves what it has recorded, with any part of it done. */
  @Test
  void removalsThatWereCutShortGoOn() throws Exception {
    bothFollowed();
    String id = idOf(PHOTOS);
    source.gone("bucket", "other");
    source.gone("bucket", "photos");
    record(known(OTHER).removing());
    record(known(PHOTOS).removing());

    await(mapped(APART).resume());
    assertThat(destinationBuckets.removed).hasSize(1);
    assertThat(await(checkpoints.buckets("", 10))).isEmpty();

    // The bucket is gone, and that is not recorded; the next one of the name is not removed.
    bothAreAtTheSource();
    await(
        checkpoints.save(
            Change.of(
                new Change.BucketSeen(
                    new BucketState(
                        PHOTOS, "src.0", 11, Versioning.NEVER, id, Standing.REMOVING, "")))));
    MetadataReplicator next = mapped(APART);
    await(next.apply("bucket", "other"));
    await(next.resume());
    assertThat(destinationBuckets.removed).hasSize(1);
    assertThat(idOf(OTHER)).isNotEqualTo(id);
    assertThat(idOf(PHOTOS)).as("the source's new one").isEqualTo(idOf(OTHER));
    assertThat(await(next.ready(OTHER))).isInstanceOf(BucketReadiness.Ready.class);
  }

  /** As after --rescan, which forgets what other rules have moved. */
  @Test
  void whatOtherRulesPutUponTheKeysOfACopyIsRefused() throws Exception {
    bothFollowed();
    await(checkpoints.save(Change.of(new Change.BucketForgotten(PHOTOS))));
    MetadataReplicator next = mapped(APART.replace("photos: -> p/", "photos: -> o/p/"));

    await(next.apply("bucket", "photos"));
    await(next.apply("bucket", "other"));

    assertThat(await(next.ready(PHOTOS))).is(refused("which the copy of bucket other has"));
    assertThat(await(next.ready(OTHER))).isInstanceOf(BucketReadiness.Ready.class);
    assertThat(destinationBuckets.emptied).isEmpty();
  }

  @Test
  void oneThatWasRefusedMeanwhileIsInTheBucketAgainAfterwards() throws Exception {
    MetadataReplicator apart = bothFollowed();
    photosHas(VERSIONED);
    await(apart.apply("bucket", "photos"));
    await(apart.apply("bucket", "other"));
    otherHas(VERSIONED);

    await(apart.apply("bucket", "other"));

    assertThat(await(apart.ready(PHOTOS))).isInstanceOf(BucketReadiness.Ready.class);
    assertThat(idOf(OTHER)).isEqualTo(idOf(PHOTOS));
  }

  @Test
  void oneWithObjectLockIsNotPutIntoABucketWithout() throws Exception {
    bothAreAtTheSource();
    destination.given("user", "alice", SampleMetadata.user("alice", "ALICE"));
    otherHas(VERSIONED);
    photosHas(LOCKED);
    MetadataReplicator apart = mapped(APART);
    await(apart.apply("bucket", "other"));
    await(apart.apply("bucket", "photos"));

    assertThat(await(apart.ready(PHOTOS)))
        .is(refused("it has object lock and the destination's bucket has not; change the rule"));
  }

  @Test
  void oneWithoutObjectLockIsNotPutIntoABucketThatHasIt() throws Exception {
    bothAreAtTheSource();
    destination.given("user", "alice", SampleMetadata.user("alice", "ALICE"));
    otherHas(VERSIONED);
    photosHas(LOCKED);
    MetadataReplicator apart = mapped(APART);
    await(apart.apply("bucket", "photos"));
    await(apart.apply("bucket", "other"));

    assertThat(await(apart.ready(OTHER)))
        .is(refused("has object lock and the source's has not; that is not undone there; change"));
  }

  /** Somebody removed it there: nothing is made again before somebody says so. */
  @Test
  void aBucketThatIsRemovedThereIsMadeAgainForAllOnceItIsAdopted() throws Exception {
    MetadataReplicator apart = bothFollowed();
    destination.gone("bucket", "shared");
    await(apart.apply("bucket", "photos"));
    await(apart.apply("bucket", "other"));
    assertThat(await(apart.ready(PHOTOS))).is(refused("was removed at the destination"));
    assertThat(await(apart.ready(OTHER))).is(refused("was removed at the destination"));

    adopted.add(OTHER.bucket());
    MetadataReplicator next = mapped(APART);
    await(next.apply("bucket", "other"));
    assertThat(await(next.ready(OTHER))).isInstanceOf(BucketReadiness.Ready.class);
    adopted.add(PHOTOS.bucket());
    await(next.apply("bucket", "photos"));
    assertThat(await(next.ready(PHOTOS))).isInstanceOf(BucketReadiness.Ready.class);
    assertThat(idOf(OTHER)).isEqualTo(idOf(PHOTOS));
  }

  private void record(BucketState state) throws Exception {
    await(checkpoints.save(Change.of(new Change.BucketSeen(state))));
  }

  /** Made again with the id that it had, it would hide that the other's objects are gone. */
  @Test
  void whatOthersWereInIsNotMadeAgainByOneWhoseMakingWasCutShort() throws Exception {
    bothFollowed();
    record(known(OTHER).as(Standing.CREATING, "cut short"));
    destination.gone("bucket", "shared");
    MetadataReplicator next = mapped(APART);

    await(next.apply("bucket", "other"));
    await(next.apply("bucket", "photos"));

    assertThat(await(next.ready(PHOTOS))).is(refused("was removed at the destination"));
  }

  @Test
  void whoStandsBackLeavesTheSettingsToTheNext() throws Exception {
    MetadataReplicator apart = bothFollowed();
    assertThat(ownerThere()).isEqualTo("bob");

    otherHas(VERSIONED);
    await(apart.apply("bucket", "other"));

    assertThat(await(apart.ready(OTHER))).is(refused("with bucket photos"));
    assertThat(ownerThere()).isEqualTo("alice");
  }

  /** Else one that ends late would leave a key that no source names any more. */
  @Test
  void keysAreLookedForOnceMoreWhenTheCopiesUnderWayHaveEnded() throws Exception {
    MetadataReplicator apart = bothFollowed();
    copiesEnded = new CompletableFuture<>();
    source.gone("bucket", "other");
    await(apart.apply("bucket", "other"));
    assertThat(destinationBuckets.emptied).containsExactly(OTHER.bucket());
    assertThat(known(OTHER).standing()).isEqualTo(Standing.REMOVING);

    copiesEnded.complete(null);

    assertThat(destinationBuckets.emptied).containsExactly(OTHER.bucket(), OTHER.bucket());
    assertThat(await(checkpoints.bucketsNamed("other"))).isEmpty();
  }
}
