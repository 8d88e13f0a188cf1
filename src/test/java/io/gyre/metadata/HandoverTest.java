package io.gyre.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.log.BucketInstance;
import io.gyre.map.BucketMap;
import io.gyre.map.ClassMap;
import io.gyre.map.KeyRule;
import io.gyre.map.Mapping;
import io.gyre.map.OwnerMap;
import io.gyre.map.Places;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class HandoverTest {
  private static final BucketInstance PHOTOS = BucketInstance.parse("photos:id-1");
  private static final Mapping OTHER_KEYS =
      new Mapping(
          new Places(BucketMap.NONE, List.of(KeyRule.parse("photos: -> backup/"))),
          OwnerMap.NONE,
          ClassMap.NONE);

  private static ObjectNode instance(String... attributes) {
    ObjectNode instance = SampleMetadata.instance(PHOTOS, "id-1", "ann", "zg");
    ArrayNode attrs = ((ObjectNode) instance.path("data")).putArray("attrs");
    for (String attribute : attributes) {
      String value = Base64.getEncoder().encodeToString(attribute.getBytes(UTF_8));
      attrs.addObject().put("key", attribute).put("val", value);
    }
    return instance;
  }

  private static List<String> attributes(JsonNode instance) {
    return StreamSupport.stream(instance.path("data").path("attrs").spliterator(), false)
        .map(each -> each.path("key").asText())
        .toList();
  }

  @Test
  void whatNamesKeysIsLeftOutWhereTheseHaveOtherNames() {
    SourceBucket bucket =
        new SourceBucket(
            PHOTOS.bucket(),
            SampleMetadata.entryPoint(PHOTOS, "id-1", "ann"),
            instance("user.rgw.acl", "user.rgw.cors", "user.rgw.iam-policy", "user.rgw.lc"));

    assertThat(attributes(Handover.of(bucket, OTHER_KEYS).info()))
        .containsExactly("user.rgw.acl", "user.rgw.cors");
    assertThat(Handover.leftOut(bucket, OTHER_KEYS)).containsExactly("policy", "lifecycle rules");
    assertThat(Handover.of(bucket, Mapping.NONE)).isEqualTo(bucket);
    assertThat(Handover.leftOut(bucket, Mapping.NONE)).isEmpty();
  }

  @Test
  void whatTheDestinationHasInsteadIsItsOwn() {
    JsonNode there = instance("user.rgw.acl", "user.rgw.lc", "user.rgw.x-amz-tagging");
    JsonNode wanted = instance("user.rgw.acl", "user.rgw.x-amz-tagging");

    assertThat(Handover.keepingOwn(wanted, there, PHOTOS.bucket(), OTHER_KEYS)).isEqualTo(there);
    assertThat(Handover.keepingOwn(wanted, there, PHOTOS.bucket(), Mapping.NONE)).isEqualTo(wanted);
  }
}
