package io.gyre.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the contract suites have in common: a gateway, a system user, fresh bucket names, the logs.
 */
abstract class GatewayContract {
  static final String ENABLED =
      "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
  static final String SUSPENDED =
      "<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>";

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static final String RUN = Long.toString(System.currentTimeMillis(), 36);

  WireClient gateway;

  /** The gateway to test. Buckets and users made here have names of their own. */
  abstract GatewaySubject subject();

  @BeforeEach
  void connect() {
    gateway = subject().system();
  }

  static String freshName(String kind) {
    return "emb-" + kind + "-" + RUN + "-" + COUNTER.incrementAndGet();
  }

  String bucket() {
    String name = freshName("b");
    assertThat(gateway.put("/" + name).status()).isEqualTo(200);
    return name;
  }

  String bucket(String versioning) {
    String name = bucket();
    assertThat(gateway.put("/" + name + "?versioning", versioning).status()).isEqualTo(200);
    return name;
  }

  static JsonNode json(WireClient.Answer answer) {
    return json(answer.body());
  }

  static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }

  /** {@code name%3Aid}: the instance as a query value. */
  String instance(String bucket) {
    JsonNode data = json(gateway.get("/admin/metadata/bucket?key=" + bucket)).path("data");
    return bucket + "%3A" + data.path("bucket").path("bucket_id").asText();
  }

  /** The index shard of a key: the only one of the bucket that lists it. */
  int shardOf(String bucket, String key) {
    for (int shard = 0; ; shard++) {
      if (!versions(
              bucket,
              "&prefix=" + key + "&rgwx-bucket-instance=" + instance(bucket) + "%3A" + shard)
          .isEmpty()) {
        return shard;
      }
    }
  }

  List<JsonNode> versions(String bucket, String parameters) {
    List<JsonNode> entries = new ArrayList<>();
    json(gateway.get("/" + bucket + "?versions&format=json&objs-container=true" + parameters))
        .path("Entries")
        .forEach(entries::add);
    return entries;
  }

  /** Version ids of a key, latest first, each with its epoch, {@code *} for the latest. */
  List<String> rows(String bucket, String key) {
    return versions(bucket, "&prefix=" + key).stream()
        .map(
            entry ->
                entry.path("VersionId").asText()
                    + "@"
                    + entry.path("VersionedEpoch").asLong()
                    + (entry.path("IsDeleteMarker").asBoolean() ? " marker" : "")
                    + (entry.path("IsLatest").asBoolean() ? " *" : ""))
        .toList();
  }

  List<JsonNode> bilog(String bucket) {
    List<JsonNode> entries = new ArrayList<>();
    json(gateway.get("/admin/log?type=bucket-index&bucket-instance=" + instance(bucket)))
        .forEach(entries::add);
    return entries;
  }

  /**
   * {@code op object instance epoch} of the log entries of a bucket; the epoch of OLH operations
   * only.
   */
  List<String> logged(String bucket) {
    return bilog(bucket).stream()
        .map(
            entry ->
                entry.path("op").asText()
                    + " "
                    + entry.path("object").asText()
                    + " "
                    + entry.path("instance").asText()
                    + (entry.path("ver").path("pool").asInt() < 0
                        ? "@" + entry.path("ver").path("epoch").asLong()
                        : ""))
        .toList();
  }
}
