package io.gyre.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.testing.SystemClient;
import io.gyre.testing.TestZone;
import io.gyre.testing.ZonePair;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** The source's logs, as an administrator or an impatient peer trims them. */
public record LogTrimmer(TestZone zone) {
  private static final String PATH = "/admin/log";
  private static final int DATA_SHARDS = ZonePair.LOG_SHARDS;
  private static final int METADATA_SHARDS = ZonePair.LOG_SHARDS;

  /** Trims every shard of the data log up to its end. */
  void trimData() {
    for (int shard = 0; shard < DATA_SHARDS; shard++) {
      trim(Map.of("type", "data", "id", String.valueOf(shard)));
    }
  }

  /** Trims every shard of the metadata log up to its end. */
  void trimMetadata() {
    String id = zone.system().json("/admin/realm/period", Map.of()).path("id").asText();
    for (int shard = 0; shard < METADATA_SHARDS; shard++) {
      trim(Map.of("type", "metadata", "id", String.valueOf(shard), "period", id));
    }
  }

  /** Trims the bucket's index log up to its end. */
  public void trimBucketIndex(String bucket) {
    JsonNode stats = zone.system().json("/admin/bucket", Map.of("bucket", bucket, "stats", "true"));
    for (int shard = 0; shard < stats.path("num_shards").asInt(); shard++) {
      Map<String, String> log = bucketIndex(instance(bucket) + ":" + shard);
      String end = zone.system().json(PATH, with(log, "info", "")).path("max_marker").asText();
      if (!end.isEmpty()) {
        delete(with(log, "end-marker", end));
      }
    }
  }

  /** How many entries the bucket's index log has. */
  int bucketIndexEntries(String bucket) {
    Map<String, String> log = bucketIndex(instance(bucket));
    return zone.system().json(PATH, with(log, "max-entries", "100000")).size();
  }

  /** Entries of the longest data log shard among those that have one of such a bucket. */
  int longestDataShardOf(String prefix) {
    return longest(DATA_SHARDS, "data", entry -> entry.path("key").asText().startsWith(prefix));
  }

  /** Entries of the longest metadata log shard among those that have one of such a name. */
  int longestMetadataShardOf(String prefix) {
    return longest(
        METADATA_SHARDS, "metadata", entry -> entry.path("name").asText().startsWith(prefix));
  }

  private int longest(int shards, String type, Predicate<JsonNode> counts) {
    int longest = 0;
    for (int shard = 0; shard < shards; shard++) {
      Map<String, String> log = Map.of("type", type, "id", String.valueOf(shard));
      JsonNode entries = zone.system().json(PATH, with(log, "max-entries", "1000")).path("entries");
      for (JsonNode entry : entries) {
        longest = Math.max(longest, counts.test(entry) ? entries.size() : 0);
      }
    }
    return longest;
  }

  private static Map<String, String> bucketIndex(String instance) {
    return Map.of("type", "bucket-index", "bucket-instance", instance);
  }

  private String instance(String bucket) {
    JsonNode entry = zone.system().json("/admin/metadata/bucket", Map.of("key", bucket));
    return bucket + ":" + entry.path("data").path("bucket").path("bucket_id").asText();
  }

  private void trim(Map<String, String> shard) {
    String marker = zone.system().json(PATH, with(shard, "info", "")).path("marker").asText();
    if (!marker.isEmpty()) {
      delete(with(shard, "marker", marker));
    }
  }

  /** 500 is how 16.2 says that all of it has been trimmed before. */
  private void delete(Map<String, String> trim) {
    SystemClient.Answer answer = zone.system().send("DELETE", PATH, trim);
    if (answer.status() != 500) {
      answer.requireSuccess();
    }
  }

  private static Map<String, String> with(Map<String, String> query, String name, String value) {
    Map<String, String> all = new HashMap<>(query);
    all.put(name, value);
    return all;
  }
}
