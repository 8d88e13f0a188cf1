package io.gyre.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.log.BucketInstance;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class BucketPlanTest {
  private static final BucketInstance THERE = BucketInstance.parse("photos:dst.1");

  private final ObjectNode source =
      SampleMetadata.instance(BucketInstance.parse("photos:src.1"), "src.1", "alice", "g1");
  private final ObjectNode there = SampleMetadata.instance(THERE, "dst.1", "bob", "g2");

  @Test
  void whatAnOwnerSetsIsCarriedOverAndHowItIsStoredIsNot() {
    ObjectNode info = source.withObject("/data/bucket_info");
    info.put("num_shards", 99).put("requester_pays", "true").put("swift_versioning", "true");
    info.put("swift_ver_location", "archive").putArray("mdsearch_config").add("x-amz-meta-a");

    JsonNode changed = BucketPlan.changedInstance(source, there).at("/data/bucket_info");

    assertThat(changed.path("owner").asText()).isEqualTo("alice");
    assertThat(changed.path("requester_pays").asText()).isEqualTo("true");
    assertThat(changed.path("swift_versioning").asText()).isEqualTo("true");
    assertThat(changed.path("swift_ver_location").asText()).isEqualTo("archive");
    assertThat(changed.path("mdsearch_config")).hasSize(1);
    assertThat(changed.path("num_shards").asInt()).isEqualTo(11);
    assertThat(changed.path("zonegroup").asText()).isEqualTo("g2");
    assertThat(changed.at("/bucket/bucket_id").asText()).isEqualTo(THERE.id());
  }

  @Test
  void ofItsPublicAccessSettingsOnlyBlockPublicAclsIsLost() {
    publicAccess(1, 0, 1, 0);

    for (JsonNode written :
        List.of(
            BucketPlan.newInstance(source, "dst.2", MetadataFixture.FACTS),
            BucketPlan.changedInstance(source, there))) {
      byte[] encoded =
          Base64.getDecoder()
              .decode(written.path("data").path("attrs").get(0).path("val").asText());
      assertThat(encoded).containsExactly(1, 1, 4, 0, 0, 0, 0, 0, 1, 0);
    }
    assertThat(BucketPlan.losesBlockPublicAcls(source)).isTrue();
    assertThat(source.path("data").path("attrs").get(0).path("val").asText())
        .as("the source's document is left as it is")
        .isEqualTo(encoded(1, 0, 1, 0));
  }

  @Test
  void withoutBlockPublicAclsNothingIsLost() {
    assertThat(BucketPlan.losesBlockPublicAcls(source)).isFalse();
    publicAccess(0, 1, 1, 1);
    assertThat(BucketPlan.losesBlockPublicAcls(source)).isFalse();
  }

  private void publicAccess(int... flags) {
    source
        .withObject("/data")
        .putArray("attrs")
        .addObject()
        .put("key", "user.rgw.public-access")
        .put("val", encoded(flags));
  }

  private static String encoded(int... flags) {
    return SampleMetadata.publicAccess(flags);
  }

  @Test
  void whatTheSourceNoLongerHasGoes() {
    there.withObject("/data/bucket_info").putObject("website_conf").put("index_doc_suffix", "i");

    JsonNode changed = BucketPlan.changedInstance(source, there).at("/data/bucket_info");

    assertThat(changed.has("website_conf")).isFalse();
  }
}
