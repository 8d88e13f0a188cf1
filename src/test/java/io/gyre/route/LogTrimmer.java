package io.gyre.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.ceph.CephPair;
import io.gyre.testing.SystemClient;
import io.gyre.testing.TestZone;
import io.gyre.testing.ZonePair;
import java.util.HashMap;
import java.util.Map;

/** The source's logs, as an administrator or an impatient peer trims them. */
record LogTrimmer(CephPair ceph) {
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
    String period = ceph.admin(zone(), "period", "get-current");
    String id = period.replaceAll("(?s).*\"current_period\": \"([^\"]*)\".*", "$1");
    for (int shard = 0; shard < METADATA_SHARDS; shard++) {
      trim(Map.of("type", "metadata", "id", String.valueOf(shard), "period", id));
    }
  }

  /** Trims the bucket's index log up to its end. */
  void trimBucketIndex(String bucket) {
    ceph.admin(zone(), "bilog", "trim", "--bucket=" + bucket);
  }

  /** How many entries the bucket's index log has. */
  int bucketIndexEntries(String bucket) {
    JsonNode entry = zone().system().json("/admin/metadata/bucket", Map.of("key", bucket));
    String instance = bucket + ":" + entry.path("data").path("bucket").path("bucket_id").asText();
    return zone()
        .system()
        .json(
            PATH,
            Map.of("type", "bucket-index", "bucket-instance", instance, "max-entries", "100000"))
        .size();
  }

  private void trim(Map<String, String> shard) {
    Map<String, String> info = new HashMap<>(shard);
    info.put("info", "");
    String marker = zone().system().json(PATH, info).path("marker").asText();
    if (!marker.isEmpty()) {
      Map<String, String> trim = new HashMap<>(shard);
      trim.put("marker", marker);
      // 500 is how 16.2 says that all of it has been trimmed before.
      SystemClient.Answer answer = zone().system().send("DELETE", PATH, trim);
      if (answer.status() != 500) {
        answer.requireSuccess();
      }
    }
  }

  private TestZone zone() {
    return ceph.source();
  }
}
