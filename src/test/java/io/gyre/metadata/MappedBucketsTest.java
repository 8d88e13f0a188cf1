package io.gyre.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.checkpoint.BucketState.Standing;
import io.gyre.checkpoint.Change;
import io.gyre.config.MapConfig;
import io.gyre.log.BucketInstance;
import io.gyre.map.Mapping;
import java.util.List;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Test;

/** Buckets that rules put elsewhere. */
class MappedBucketsTest extends MetadataFixture {
  private static final BucketInstance OTHER = BucketInstance.parse("other:src.5");

  private MetadataReplicator mapped(String rules) {
    Mapping map = MapConfig.ofPlaceRules(rules).mapping();
    return replicator(
        new Selection(
            false, true, bucket -> true, (bucket, uid) -> true, map, uid -> false, b -> false));
  }

  private final MetadataReplicator oneName =
      mapped("bucket photos -> shared\nbucket other -> shared");

  private void bothAreAtTheSource() {
    sourceHas(PHOTOS, "src.1");
    source.given("bucket", "other", SampleMetadata.entryPoint(OTHER, "src.5", "bob"));
    source.given(
        "bucket.instance", OTHER.toString(), SampleMetadata.instance(OTHER, "src.5", "bob", "g1"));
    destination.given("user", "bob", SampleMetadata.user("bob", "BOB"));
  }

  private static Condition<BucketReadiness> refused(String why) {
    return new Condition<>(
        readiness ->
            readiness instanceof BucketReadiness.Refused refused && refused.reason().contains(why),
        "refused: %s",
        why);
  }

  @Test
  void theNameOfABucketThatCouldNotBeCopiedIsFreeOnceThatIsGone() throws Exception {
    bothAreAtTheSource();
    await(oneName.apply("bucket", "photos"));
    assertThat(await(oneName.ready(PHOTOS))).is(refused("its owner alice"));
    await(oneName.apply("bucket", "other"));
    assertThat(await(oneName.ready(OTHER))).is(refused("shared, which is for bucket photos"));

    source.gone("bucket", "photos");
    await(oneName.apply("bucket", "photos"));

    assertThat(await(oneName.ready(OTHER))).isInstanceOf(BucketReadiness.Ready.class);
  }

  @Test
  void aCopyThatHasTheNameIsNamed() throws Exception {
    bothAreAtTheSource();
    destination.given("user", "alice", SampleMetadata.user("alice", "ALICE"));
    await(oneName.apply("bucket", "photos"));
    await(oneName.apply("bucket", "other"));

    assertThat(await(oneName.ready(OTHER)))
        .is(refused("shared, which the copy of bucket photos has"));
  }

  @Test
  void lifecycleRulesSetByHandStayWhenTheBucketIsUpdated() throws Exception {
    MetadataReplicator otherKeys = mapped("keys photos: -> backup/");
    sourceHas(PHOTOS, "src.1");
    destination.given("user", "alice", SampleMetadata.user("alice", "ALICE"));
    await(otherKeys.apply("bucket", "photos"));
    String copy = "photos:" + await(checkpoints.bucketsNamed("photos")).get(0).destinationId();
    ObjectNode there = destination.stored("bucket.instance", copy).deepCopy();
    attributes(there).addObject().put("key", "user.rgw.lc").put("val", "AAAA");
    destination.given("bucket.instance", copy, there);
    ObjectNode changed = SampleMetadata.instance(PHOTOS, "src.1", "alice", "g1");
    attributes(changed).addObject().put("key", "user.rgw.cors").put("val", "BBBB");
    source.given("bucket.instance", PHOTOS.toString(), changed);

    await(otherKeys.apply("bucket", "photos"));

    assertThat(attributes(destination.stored("bucket.instance", copy)).findValuesAsText("key"))
        .contains("user.rgw.cors", "user.rgw.lc");
  }

  private static final String APART =
      "bucket photos -> shared\nbucket other -> shared\nkeys photos: -> p/\nkeys other: -> o/";

  private String idOf(BucketInstance bucket) throws Exception {
    return await(checkpoints.bucketsNamed(bucket.bucket().toString())).get(0).destinationId();
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
    assertThat(destinationBuckets.emptied).containsExactly(OTHER.bucket());
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
    ObjectNode versioned = SampleMetadata.instance(PHOTOS, "src.1", "alice", "g1").deepCopy();
    ((ObjectNode) versioned.path("data").path("bucket_info")).put("flags", 2);
    MetadataReplicator apart = mapped(APART);
    await(apart.apply("bucket", "other"));
    source.given("bucket.instance", PHOTOS.toString(), versioned);
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

  private static ArrayNode attributes(JsonNode instance) {
    return ((ObjectNode) instance.path("data")).withArray("attrs");
  }
}
