package io.gyre.embedded.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The fixed pieces of the gateway's metadata JSON. Its booleans are texts in many places, real ones
 * in few.
 */
public final class Json {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Json() {}

  /** An empty object. */
  public static ObjectNode object() {
    return NODES.objectNode();
  }

  /** A quota that limits nothing. */
  public static ObjectNode noQuota() {
    return object()
        .put("enabled", false)
        .put("check_on_raw", false)
        .put("max_size", -1)
        .put("max_size_kb", 0)
        .put("max_objects", -1);
  }

  /** {@code {"tag":…,"ver":…}}. */
  public static ObjectNode version(MetaVersion version) {
    return object().put("tag", version.tag()).put("ver", version.number());
  }

  /** How a bucket instance is named inside other objects. */
  public static ObjectNode bucket(String tenant, String name, String marker, String id) {
    ObjectNode bucket =
        object().put("name", name).put("marker", marker).put("bucket_id", id).put("tenant", tenant);
    bucket.set("explicit_placement", noPlacement());
    return bucket;
  }

  /** No explicit pools. */
  public static ObjectNode noPlacement() {
    return object().put("data_pool", "").put("data_extra_pool", "").put("index_pool", "");
  }

  /** The metadata of a user that has nothing yet but a name. */
  public static ObjectNode user(String id, String displayName) {
    ObjectNode user =
        object()
            .put("user_id", id)
            .put("display_name", displayName)
            .put("email", "")
            .put("suspended", 0)
            .put("max_buckets", 1000);
    user.putArray("subusers");
    user.putArray("keys");
    user.putArray("swift_keys");
    user.putArray("caps");
    user.put("op_mask", "read, write, delete")
        .put("default_placement", "")
        .put("default_storage_class", "");
    user.putArray("placement_tags");
    user.set("bucket_quota", noQuota());
    user.set("user_quota", noQuota());
    user.putArray("temp_url_keys");
    user.put("type", "rgw");
    user.putArray("mfa_ids");
    user.putArray("attrs");
    return user;
  }
}
