package io.gyre.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.config.MapConfig;
import io.gyre.log.BucketInstance;
import io.gyre.map.Mapping;
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

  private static ArrayNode attributes(JsonNode instance) {
    return ((ObjectNode) instance.path("data")).withArray("attrs");
  }
}
