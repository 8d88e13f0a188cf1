package io.gyre.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.log.BucketName;
import io.gyre.map.Mapping;
import io.gyre.map.OwnerMap;
import io.gyre.map.PolicyText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A source's bucket as it is to be at the destination, where it may be another's and its keys may
 * have other names. Its own name is not changed here. Pure.
 */
final class Handover {
  private static final String ACL = "user.rgw.acl";
  private static final String POLICY = "user.rgw.iam-policy";

  /** What names keys: it could be about others there, and remove them. */
  private static final Map<String, String> ABOUT_KEYS =
      Map.of(POLICY, "policy", "user.rgw.lc", "lifecycle rules");

  private Handover() {}

  static SourceBucket of(SourceBucket bucket, Mapping map) {
    return isSame(map)
        ? bucket
        : new SourceBucket(
            bucket.name(),
            entry(bucket.entry(), map.owners()),
            info(bucket.name(), bucket.info(), map));
  }

  /** The same of one that is compared. */
  static KnownBucket of(KnownBucket bucket, Mapping map) {
    return isSame(map)
        ? bucket
        : new KnownBucket(
            bucket.name(),
            entry(bucket.entry(), map.owners()),
            info(bucket.name(), bucket.info(), map),
            bucket.lockDefault());
  }

  /** What of it is left out because its keys have other names there. */
  static List<String> leftOut(SourceBucket bucket, Mapping map) {
    List<String> left = new ArrayList<>();
    for (JsonNode attribute : bucket.info().path("data").path("attrs")) {
      String name = attribute.path("key").asText();
      if (isLeftOut(bucket.name(), name, map)) {
        left.add(ABOUT_KEYS.getOrDefault(name, name));
      }
    }
    return left;
  }

  /** What a bucket is to be like there, with what of it is its own because it is left out. */
  static JsonNode keepingOwn(JsonNode wanted, JsonNode there, BucketName bucket, Mapping map) {
    Map<String, JsonNode> own = new TreeMap<>();
    for (JsonNode attribute : there.path("data").path("attrs")) {
      if (isLeftOut(bucket, attribute.path("key").asText(), map)) {
        own.put(attribute.path("key").asText(), attribute.deepCopy());
      }
    }
    if (own.isEmpty()) {
      return wanted;
    }
    ObjectNode kept = wanted.deepCopy();
    kept.path("data").path("attrs").forEach(each -> own.put(each.path("key").asText(), each));
    // In the order in which the gateway shows them.
    ((ObjectNode) kept.path("data")).putArray("attrs").addAll(own.values());
    return kept;
  }

  private static boolean isSame(Mapping map) {
    return map.places().isSame() && map.owners().isEmpty();
  }

  private static boolean isLeftOut(BucketName bucket, String attribute, Mapping map) {
    return ABOUT_KEYS.containsKey(attribute) && !map.places().keysOf(bucket).isSame();
  }

  private static JsonNode entry(JsonNode entry, OwnerMap owners) {
    ObjectNode copy = entry.deepCopy();
    owned(copy.path("data"), owners);
    return copy;
  }

  private static JsonNode info(BucketName bucket, JsonNode info, Mapping map) {
    ObjectNode copy = info.deepCopy();
    owned(copy.path("data").path("bucket_info"), map.owners());
    if (copy.path("data").path("attrs") instanceof ArrayNode attributes) {
      for (int i = attributes.size() - 1; i >= 0; i--) {
        String name = attributes.get(i).path("key").asText();
        if (isLeftOut(bucket, name, map)) {
          attributes.remove(i);
        } else if (attributes.get(i) instanceof ObjectNode attribute) {
          rewrite(bucket, name, attribute, map);
        }
      }
    }
    return copy;
  }

  private static void rewrite(BucketName bucket, String name, ObjectNode attribute, Mapping map) {
    byte[] value = Base64.getDecoder().decode(attribute.path("val").asText());
    if (name.equals(ACL) && !map.owners().isEmpty()) {
      set(attribute, value, AclOwners.rewrite(value, map.owners()));
    } else if (name.equals(POLICY)) {
      String policy = new String(value, StandardCharsets.ISO_8859_1);
      String there = PolicyText.atDestination(policy, bucket, map);
      set(attribute, value, there.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  /** What stays the same stays so to the letter. */
  private static void set(ObjectNode attribute, byte[] before, byte[] now) {
    if (!Arrays.equals(before, now)) {
      attribute.put("val", Base64.getEncoder().encodeToString(now));
    }
  }

  private static void owned(JsonNode holder, OwnerMap owners) {
    if (holder instanceof ObjectNode known && known.has("owner")) {
      known.put("owner", owners.of(known.path("owner").asText()));
    }
  }
}
