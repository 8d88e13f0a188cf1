package io.gyre.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.map.OwnerMap;
import java.util.Base64;

/** A source's bucket as it is to be at the destination, where others may own it. Pure. */
final class Handover {
  private static final String ACL = "user.rgw.acl";

  private Handover() {}

  /** With the destination's users as owner and in the ACL. */
  static SourceBucket of(SourceBucket bucket, OwnerMap owners) {
    return owners.isEmpty()
        ? bucket
        : new SourceBucket(
            bucket.name(), entry(bucket.entry(), owners), info(bucket.info(), owners));
  }

  /** The same of one that is compared. */
  static KnownBucket of(KnownBucket bucket, OwnerMap owners) {
    return owners.isEmpty()
        ? bucket
        : new KnownBucket(
            bucket.name(),
            entry(bucket.entry(), owners),
            info(bucket.info(), owners),
            bucket.lockDefault());
  }

  private static JsonNode entry(JsonNode entry, OwnerMap owners) {
    ObjectNode copy = entry.deepCopy();
    owned(copy.path("data"), owners);
    return copy;
  }

  private static JsonNode info(JsonNode info, OwnerMap owners) {
    ObjectNode copy = info.deepCopy();
    owned(copy.path("data").path("bucket_info"), owners);
    for (JsonNode attribute : copy.path("data").path("attrs")) {
      if (attribute.path("key").asText().equals(ACL) && attribute instanceof ObjectNode acl) {
        byte[] encoded = Base64.getDecoder().decode(acl.path("val").asText());
        acl.put("val", Base64.getEncoder().encodeToString(AclOwners.rewrite(encoded, owners)));
      }
    }
    return copy;
  }

  private static void owned(JsonNode holder, OwnerMap owners) {
    if (holder instanceof ObjectNode known && known.has("owner")) {
      known.put("owner", owners.of(known.path("owner").asText()));
    }
  }
}
