package io.gyre.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

    JsonNode changed = BucketPlan.changedInstance(source, true, there).at("/data/bucket_info");

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
            BucketPlan.newInstance(source, true, "dst.2", MetadataFixture.FACTS),
            BucketPlan.changedInstance(source, true, there))) {
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

    JsonNode changed = BucketPlan.changedInstance(source, true, there).at("/data/bucket_info");

    assertThat(changed.has("website_conf")).isFalse();
  }

  @Test
  void withoutSettingsTheDestinationsOwnStay() throws Exception {
    JsonNode source =
        new ObjectMapper()
            .readTree(
                """
            {"data": {"bucket_info": {"owner": "ann", "flags": 34, "zonegroup": "a",
              "placement_rule": "p", "quota": {"enabled": true}, "bucket": {}},
              "attrs": [{"key": "user.rgw.acl", "val": "new"}, {"key": "user.rgw.cors", "val": "x"}]}}
            """);
    JsonNode there =
        new ObjectMapper()
            .readTree(
                """
            {"data": {"bucket_info": {"owner": "bob", "flags": 2, "quota": {"enabled": false}},
              "attrs": [{"key": "user.rgw.acl", "val": "old"}, {"key": "user.rgw.lc", "val": "y"}]}}
            """);

    JsonNode changed = BucketPlan.changedInstance(source, false, there);
    JsonNode made = BucketPlan.newInstance(source, false, "id", MetadataFixture.FACTS);

    assertThat(changed.at("/data/bucket_info/owner").asText()).isEqualTo("ann");
    assertThat(changed.at("/data/bucket_info/flags").asInt()).as("object lock").isEqualTo(34);
    assertThat(changed.at("/data/bucket_info/quota/enabled").asBoolean()).isFalse();
    assertThat(changed.at("/data/attrs").toString())
        .contains("new", "user.rgw.lc")
        .doesNotContain("cors", "old");
    assertThat(made.at("/data/attrs").toString()).contains("new").doesNotContain("cors");
    assertThat(made.at("/data/bucket_info").has("quota")).isFalse();
  }
}
