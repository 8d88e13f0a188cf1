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
    return entry.path("data").path("bucket").path("marker").asText();
  }

  String owner() {
    return entry.path("data").path("owner").asText();
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

  static String idOf(JsonNode entry) {
    return entry.path("data").path("bucket").path("bucket_id").asText();
  }
}
