package io.gyre.embedded.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of one bucket instance: {@code info} as the gateway's {@code bucket_info}, and
 * binary attributes by their full name. Immutable: {@code info} must not be changed in place.
 * {@code mtime} in nanoseconds since the epoch.
 */
public record BucketRecord(
    ObjectNode info, SortedMap<String, byte[]> attrs, MetaVersion version, long mtime) {
  /** Versioning was enabled once; together with {@link #SUSPENDED} it is suspended. */
  public static final int VERSIONED = 0x2;

  /** Versioning is suspended. */
  public static final int SUSPENDED = 0x4;

  /** Changes are not logged. */
  public static final int SYNC_DISABLED = 0x8;

  /** Object lock is on. */
  public static final int OBJECT_LOCK = 0x20;

  /** The attribute that holds the bucket's ACL. */
  public static final String ACL = "user.rgw.acl";

  /** Attributes that begin so are part of the metadata; others are the gateway's own. */
  private static final String PUBLIC = "user.rgw.";

  /** Makes the attributes unmodifiable. */
  public BucketRecord {
    attrs = Collections.unmodifiableSortedMap(new TreeMap<>(attrs));
  }

  /** Reads the {@code data} of a {@code bucket.instance} metadata object. */
  public static BucketRecord of(MetaObject meta) {
    SortedMap<String, byte[]> attrs = new TreeMap<>();
    for (JsonNode attr : meta.data().path("attrs")) {
      attrs.put(attr.path("key").asText(), Base64.getDecoder().decode(attr.path("val").asText()));
    }
    ObjectNode info = meta.data().withObject("/bucket_info");
    return new BucketRecord(info, attrs, meta.version(), meta.mtime());
  }

  /** The {@code data} of the metadata object. */
  public ObjectNode data() {
    ObjectNode data = Json.object();
    data.set("bucket_info", info);
    ArrayNode list = data.putArray("attrs");
    attrs.forEach(
        (name, value) -> {
          if (name.startsWith(PUBLIC)) {
            String text = Base64.getEncoder().encodeToString(value);
            list.addObject().put("key", name).put("val", text);
          }
        });
    return data;
  }

  /** Its name, without the tenant. */
  public String name() {
    return info.path("bucket").path("name").asText();
  }

  /** Its tenant; empty for none. */
  public String tenant() {
    return info.path("bucket").path("tenant").asText();
  }

  /** The id of this instance; changes with a reshard. */
  public String id() {
    return info.path("bucket").path("bucket_id").asText();
  }

  /** The id of the bucket for life. */
  public String marker() {
    return info.path("bucket").path("marker").asText();
  }

  /** The owner's user id. */
  public String owner() {
    return info.path("owner").asText();
  }

  /** The zonegroup's id. */
  public String zonegroup() {
    return info.path("zonegroup").asText();
  }

  /** Where its objects are kept that name no place. */
  public PlacementRule placement() {
    return PlacementRule.parse(info.path("placement_rule").asText());
  }

  /** Index shards, at least 1. */
  public int shards() {
    return Math.max(1, info.path("num_shards").asInt());
  }

  /** The flag bits. */
  public int flags() {
    return info.path("flags").asInt();
  }

  /** True if any of the bits is set. */
  public boolean has(int flag) {
    return (flags() & flag) != 0;
  }

  /** New versions get ids. */
  public boolean versioningEnabled() {
    return (flags() & (VERSIONED | SUSPENDED)) == VERSIONED;
  }

  /** {@code [tenant/]name:bucket_id}. */
  public String instanceKey() {
    return entryKey() + ":" + id();
  }

  /** {@code [tenant/]name}. */
  public String entryKey() {
    return tenant().isEmpty() ? name() : tenant() + "/" + name();
  }

  /** The attribute, or null. */
  public byte @Nullable [] attr(String name) {
    return attrs.get(name);
  }

  /** The same with an attribute set, or removed when null. Version and time are the caller's. */
  public BucketRecord withAttr(String name, byte @Nullable [] value) {
    SortedMap<String, byte[]> changed = new TreeMap<>(attrs);
    if (value == null) {
      changed.remove(name);
    } else {
      changed.put(name, value);
    }
    return new BucketRecord(info, changed, version, mtime);
  }

  /** The same with a field of the info set. */
  public BucketRecord with(String field, JsonNode value) {
    ObjectNode changed = info.deepCopy();
    changed.set(field, value);
    return new BucketRecord(changed, attrs, version, mtime);
  }

  /** The same with these flags. */
  public BucketRecord withFlags(int flags) {
    return with("flags", info.numberNode(flags));
  }

  /** The same as the next version, written at this time. */
  BucketRecord written(MetaVersion next, long at) {
    return new BucketRecord(info, attrs, next, at);
  }
}
