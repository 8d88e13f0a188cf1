package io.gyre.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.log.BucketInstance;
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
  void whatTheSourceNoLongerHasGoes() {
    there.withObject("/data/bucket_info").putObject("website_conf").put("index_doc_suffix", "i");

    JsonNode changed = BucketPlan.changedInstance(source, there).at("/data/bucket_info");

    assertThat(changed.has("website_conf")).isFalse();
  }
}
