package io.gyre.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.log.BucketInstance;
import io.gyre.log.BucketName;

/**
 * A bucket as the source has it.
 *
 * @param entry the entry point
 * @param info the bucket instance
 */
record SourceBucket(BucketName name, JsonNode entry, JsonNode info) {
  private static final int VERSIONED = 0x2;

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

  /** Whether it has ever been versioned. */
  boolean versioned() {
    return (info.path("data").path("bucket_info").path("flags").asInt() & VERSIONED) != 0;
  }

  static String idOf(JsonNode entry) {
    return entry.path("data").path("bucket").path("bucket_id").asText();
  }
}
