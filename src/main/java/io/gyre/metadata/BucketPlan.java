package io.gyre.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;

/**
 * What of a source's bucket the destination gets. A new instance is the source's, in the
 * destination's zonegroup and with a placement that it has. Of an existing one, what the owner can
 * set comes from the source, and how the bucket is stored stays the destination's: a foreign {@code
 * num_shards} would make the gateway look for keys in the wrong index shards.
 */
final class BucketPlan {
  private static final String OWNER = "owner";
  private static final String ACL = "user.rgw.acl";

  /** What the owner or an administrator sets; the rest says how the bucket is stored. */
  private static final List<String> SETTINGS =
      List.of(
          OWNER,
          "quota",
          "requester_pays",
          "has_website",
          "website_conf",
          "swift_versioning",
          "swift_ver_location",
          "mdsearch_config");

  /**
   * Flags that are not the source's to set: its versioning state is brought over by itself, while
   * versions are written; a disabled sync and the devices for removals (MFA) are a zone's own.
   */
  private static final int OWN_FLAGS = 0x2 | 0x4 | 0x8 | 0x10;

  private static final int SYNC_DISABLED_AND_MFA = 0x8 | 0x10;

  private static final String PUBLIC_ACCESS = "user.rgw.public-access";

  /** Where its encoding, behind two versions and a length, has the flag. */
  private static final int BLOCK_PUBLIC_ACLS = 6;

  private BucketPlan() {}

  /**
   * A new instance at the destination, with this bucket id.
   *
   * @param settings whether it gets what the owner has set, beyond what objects need
   */
  static JsonNode newInstance(JsonNode source, boolean settings, String id, ZoneFacts destination) {
    ObjectNode instance = source.deepCopy();
    ObjectNode info = (ObjectNode) instance.path("data").path("bucket_info");
    info.put("zonegroup", destination.zonegroupId());
    info.put("flags", info.path("flags").asInt() & ~SYNC_DISABLED_AND_MFA);
    String placement = info.path("placement_rule").asText();
    if (!destination.placements().contains(placement)) {
      info.put("placement_rule", destination.defaultPlacement());
    }
    ((ObjectNode) info.path("bucket")).put("marker", id).put("bucket_id", id);
    if (!settings) {
      SETTINGS.stream().filter(setting -> !setting.equals(OWNER)).forEach(info::remove);
      ((ObjectNode) instance.path("data")).set("attrs", acl(source));
    }
    letAclsBeWritten(instance.path("data").path("attrs"));
    return instance;
  }

  /** The attributes without which the gateway does not know whose the bucket is. */
  private static ArrayNode acl(JsonNode instance) {
    ArrayNode kept = JsonNodeFactory.instance.arrayNode();
    instance
        .path("data")
        .path("attrs")
        .forEach(
            attribute -> {
              if (attribute.path("key").asText().equals(ACL)) {
                kept.add(attribute.deepCopy());
              }
            });
    return kept;
  }

  /**
   * Takes BlockPublicAcls out of the attributes. Where it is set, 16.2 refuses every PUT of an
   * object by a user; one by a system user it obeys, and stores the object without an owner and
   * without an ACL.
   */
  private static void letAclsBeWritten(JsonNode attributes) {
    for (JsonNode attribute : attributes) {
      byte[] encoded = publicAccess(attribute);
      if (encoded.length > BLOCK_PUBLIC_ACLS) {
        encoded[BLOCK_PUBLIC_ACLS] = 0;
        ((ObjectNode) attribute).put("val", Base64.getEncoder().encodeToString(encoded));
      }
    }
  }

  /** Empty for every other attribute. */
  private static byte[] publicAccess(JsonNode attribute) {
    return attribute.path("key").asText().equals(PUBLIC_ACCESS)
        ? Base64.getDecoder().decode(attribute.path("val").asText())
        : new byte[0];
  }

  /** Whether an instance of the source has a BlockPublicAcls that the destination does not get. */
  static boolean losesBlockPublicAcls(JsonNode source) {
    for (JsonNode attribute : source.path("data").path("attrs")) {
      byte[] encoded = publicAccess(attribute);
      if (encoded.length > BLOCK_PUBLIC_ACLS && encoded[BLOCK_PUBLIC_ACLS] != 0) {
        return true;
      }
    }
    return false;
  }

  /** The destination's instance with the source's settings, as far as they are brought over. */
  static JsonNode changedInstance(JsonNode source, boolean settings, JsonNode there) {
    ObjectNode instance = there.deepCopy();
    JsonNode from = source.path("data").path("bucket_info");
    ObjectNode info = (ObjectNode) instance.path("data").path("bucket_info");
    int flags =
        (from.path("flags").asInt() & ~OWN_FLAGS) | (info.path("flags").asInt() & OWN_FLAGS);
    info.put("flags", flags);
    for (String setting : settings ? SETTINGS : List.of(OWNER)) {
      JsonNode value = from.path(setting);
      if (value.isMissingNode()) {
        info.remove(setting);
      } else {
        info.set(setting, value.deepCopy());
      }
    }
    if (settings) {
      ((ObjectNode) instance.path("data"))
          .set("attrs", source.path("data").path("attrs").deepCopy());
    } else {
      ArrayNode attributes = acl(source);
      there
          .path("data")
          .path("attrs")
          .forEach(
              attribute -> {
                if (!attribute.path("key").asText().equals(ACL)) {
                  attributes.add(attribute.deepCopy());
                }
              });
      ((ObjectNode) instance.path("data")).set("attrs", attributes);
    }
    letAclsBeWritten(instance.path("data").path("attrs"));
    return instance;
  }

  /**
   * The entry point that makes a bucket's name mean an instance of the destination.
   *
   * @param linked whether the bucket is in its owner's list
   */
  static JsonNode entryPoint(
      JsonNode source, DestinationBucket there, String owner, boolean linked) {
    ObjectNode entry = source.deepCopy();
    ObjectNode data = (ObjectNode) entry.path("data");
    ((ObjectNode) data.path("bucket")).put("bucket_id", there.id()).put("marker", there.marker());
    data.put("owner", owner);
    data.put("linked", linked ? "true" : "false");
    return entry;
  }
}
