package io.gyre.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.log.BucketInstance;
import io.gyre.log.BucketName;
import io.gyre.log.Versioning;

/**
 * A bucket as the source has it.
 *
 * @param entry the entry point
 * @param info the bucket instance
 */
record SourceBucket(BucketName name, JsonNode entry, JsonNode info) {
  private static final int VERSIONED = 0x2;
  private static final int SUSPENDED = 0x4;
  private static final int OBJECT_LOCK = 0x20;

  BucketInstance instance() {
    return new BucketInstance(name, idOf(entry));
  }

  String marker() {
    return markerOf(entry);
  }

  String owner() {
    return ownerOf(entry);
  }

  int shards() {
    return info.path("data").path("bucket_info").path("num_shards").asInt();
  }

  Versioning versioning() {
    if (!hasFlag(VERSIONED)) {
      return Versioning.NEVER;
    }
    return hasFlag(SUSPENDED) ? Versioning.SUSPENDED : Versioning.ENABLED;
  }

  boolean objectLock() {
    return hasFlag(OBJECT_LOCK);
  }

  private boolean hasFlag(int flag) {
    return (info.path("data").path("bucket_info").path("flags").asInt() & flag) != 0;
  }

  /**
   * Whether a bucket of the destination is a copy of this one: with the source's own bucket id or
   * marker it can only have been made by us, with a state that has been lost since.
   *
   * @param entry the source's entry point
   * @param id of the destination's bucket
   */
  static boolean isCopy(JsonNode entry, String id) {
    return id.equals(idOf(entry)) || id.equals(markerOf(entry));
  }

  static String idOf(JsonNode entry) {
    return entry.path("data").path("bucket").path("bucket_id").asText();
  }

  static String ownerOf(JsonNode entry) {
    return entry.path("data").path("owner").asText();
  }

  private static String markerOf(JsonNode entry) {
    return entry.path("data").path("bucket").path("marker").asText();
  }
}
