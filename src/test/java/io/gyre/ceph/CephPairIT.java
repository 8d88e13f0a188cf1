package io.gyre.ceph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.testing.S3User;
import io.gyre.testing.SystemClient;
import io.gyre.testing.TestZone;
import io.gyre.testing.ZonePair;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** That the two clusters are what the other tests take them for. */
@RealCeph
class CephPairIT {
  private final CephPair ceph;

  CephPairIT(CephPair ceph) {
    this.ceph = ceph;
  }

  @Test
  void zonesAreOfTheirOwnRegions() {
    for (TestZone zone : List.of(ceph.source(), ceph.destination())) {
      JsonNode self = zone.system().json("/admin/config", Map.of("type", "zone"));
      assertThat(self.path("name").asText()).isEqualTo(zone.name());
      JsonNode map = zone.system().json("/admin/config", Map.of("type", "zonegroup-map"));
      assertThat(map.findValue("zonegroups").get(0).path("val").path("name").asText())
          .isEqualTo(zone.region());
    }
    assertThat(ceph.source().name()).isEqualTo("master-1");
    assertThat(ceph.destination().name()).isEqualTo("slave-1");
  }

  @Test
  void everyLogIsWritten() {
    S3User alice = ceph.source().createUser("log-writer");
    alice.createBucket("logged");
    alice.put("logged", "key", "value");

    assertThat(ceph.admin(ceph.source(), "mdlog", "list")).contains("log-writer");
    assertThat(ceph.admin(ceph.source(), "bilog", "list", "--bucket=logged")).contains("\"key\"");
    await() // the gateway announces a bucket shard some time after its answer
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> assertThat(announcedAtSource()).anyMatch(key -> key.startsWith("logged:")));
  }

  /** Over HTTP: this release's {@code radosgw-admin datalog list} always prints nothing. */
  private List<String> announcedAtSource() {
    return IntStream.range(0, ZonePair.LOG_SHARDS)
        .mapToObj(shard -> Map.of("type", "data", "id", String.valueOf(shard)))
        .flatMap(
            query ->
                ceph.source().system().json("/admin/log", query).findValuesAsText("key").stream())
        .toList();
  }

  @Test
  void oddKeysReachTheGatewayAsTheyAre() {
    S3User user = ceph.source().createUser("odd");
    user.createBucket("odd-keys");
    List<String> keys =
        List.of(
            "/a",
            "a//b",
            "./a/../b",
            "..",
            " a ",
            "a+b%2B",
            "ü💡",
            "_x",
            "__y",
            "a?b#c&d=e",
            "\u202e\u0301");
    keys.forEach(key -> user.put("odd-keys", key, "text of " + key));

    for (String key : keys) {
      byte[] body =
          ceph.source()
              .system()
              .send("GET", SystemClient.path("odd-keys", key), Map.of())
              .requireSuccess()
              .body();
      assertThat(new String(body, UTF_8)).isEqualTo("text of " + key);
      assertThat(new String(user.get("odd-keys", key), UTF_8)).isEqualTo("text of " + key);
    }
    assertThat(user.client().listObjectsV2(list -> list.bucket("odd-keys")).contents())
        .extracting(object -> object.key())
        .containsExactlyInAnyOrderElementsOf(keys);
  }

  @Test
  void aGatewayCanGoAndComeBack() {
    TestZone zone = ceph.destination();
    S3User user = zone.createUser("patient");
    user.createBucket("still-there");

    ceph.stopGateway(zone);
    assertThatThrownBy(() -> zone.system().json("/admin/user", Map.of("uid", "patient")))
        .isInstanceOf(UncheckedIOException.class);
    ceph.startGateway(zone);
    ceph.killGateway(zone);
    ceph.startGateway(zone);

    assertThat(user.client().listBuckets().buckets())
        .extracting(bucket -> bucket.name())
        .containsExactly("still-there");
  }

  @Test
  void wipingLeavesOnlyTheSystemUser() {
    TestZone zone = ceph.destination();
    S3User user = zone.createUser("leaving");
    user.createBucket("full");
    user.put("full", "key", "value");

    zone.wipe();

    assertThat(zone.system().json("/admin/metadata/user", Map.of()).toString())
        .isEqualTo("[\"tester\"]");
    assertThat(zone.system().json("/admin/metadata/bucket", Map.of())).isEmpty();
  }
}
