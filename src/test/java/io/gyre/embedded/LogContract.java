package io.gyre.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The three logs: what they tell of themselves, how they are read and trimmed; and the lease. */
abstract class LogContract extends GatewayContract {
  private static final String METADATA = "/admin/log?type=metadata";
  private static final String DATA = "/admin/log?type=data";
  private static final String INDEX = "/admin/log?type=bucket-index&bucket-instance=";

  private int status(String target) {
    return gateway.get(target).status();
  }

  private List<JsonNode> entries(String target) {
    List<JsonNode> entries = new ArrayList<>();
    JsonNode answer = json(gateway.get(target));
    (answer.isArray() ? answer : answer.path("entries")).forEach(entries::add);
    return entries;
  }

  /** Of all shards, those that the test's own names are in. */
  private List<JsonNode> everywhere(String log, String name) {
    List<JsonNode> found = new ArrayList<>();
    int shards = json(gateway.get(log)).path("num_objects").asInt();
    for (int shard = 0; shard < shards; shard++) {
      for (JsonNode entry : entries(log + "&extra-info=true&id=" + shard)) {
        if (entry.toString().contains(name)) {
          found.add(entry);
        }
      }
    }
    return found;
  }

  @Test
  void theLogsTellHowManyShardsTheyHave() {
    JsonNode metadata = json(gateway.get(METADATA));
    assertThat(metadata.path("num_objects").asInt()).isPositive();
    assertThat(metadata.path("period").asText()).hasSize(36);
    assertThat(metadata.path("realm_epoch").isInt()).isTrue();
    assertThat(json(gateway.get(DATA)).path("num_objects").asInt()).isPositive();
  }

  @Test
  void aChangeOfAUserIsLoggedAsMeantAndAsDoneInOneShard() {
    String uid = freshName("u");
    gateway.put("/admin/user?uid=" + uid + "&display-name=x");
    assertThat(everywhere(METADATA, uid))
        .extracting(entry -> entry.at("/data/status/status").asText())
        .containsExactly("write", "complete");
    gateway.delete("/admin/user?uid=" + uid);
    List<JsonNode> all = everywhere(METADATA, uid);
    assertThat(all)
        .extracting(entry -> entry.at("/data/status/status").asText())
        .containsExactly("write", "complete", "remove", "complete");
    assertThat(all)
        .extracting(entry -> entry.path("id").asText())
        .allMatch(id -> id.matches("1_\\d{10}\\.\\d{6}_\\d+\\.\\d+"))
        .isSorted();
  }

  @Test
  void markersThatAreNoneAreRefusedByTheDataLogOnly() {
    for (String marker : List.of("%20", "nonsense")) {
      assertThat(status(DATA + "&id=0&marker=" + marker)).isEqualTo(400);
      assertThat(status(METADATA + "&id=0&marker=" + marker)).isEqualTo(200);
    }
    assertThat(status(DATA + "&id=0&marker=")).isEqualTo(200);
    assertThat(status("/admin/log?type=nothing")).isEqualTo(405);
    assertThat(status("/admin/log")).isEqualTo(405);
  }

  @Test
  void anEmptyPageHasNoMarker() {
    for (String log : List.of(DATA, METADATA)) {
      JsonNode head = json(gateway.get(log + "&id=0&info"));
      JsonNode page = json(gateway.get(log + "&id=0&marker=" + head.path("marker").asText()));
      assertThat(page.path("entries")).isEmpty();
      assertThat(page.path("marker").asText()).isEmpty();
      assertThat(page.path("truncated").asBoolean()).isFalse();
    }
  }

  @Test
  void anEntryOfTheDataLogNamesTheBucketShard() {
    String b = bucket();
    gateway.put("/" + b + "/k", "text");
    String shard = instance(b).replace("%3A", ":") + ":" + shardOf(b, "k");
    List<JsonNode> logged = everywhere(DATA, b);
    assertThat(logged).hasSize(1);
    assertThat(logged.get(0).at("/entry/key").asText()).isEqualTo(shard);
    assertThat(logged.get(0).at("/entry/entity_type").asText()).isEqualTo("bucket");
    assertThat(logged.get(0).path("log_id").asText()).matches("\\d{20}:\\d{20}");
  }

  @Test
  void aBucketIndexLogIsReadInPagesAndTrimmedUpToAMarker() {
    String b = bucket();
    gateway.put("/" + b + "/k", "1");
    gateway.put("/" + b + "/k", "2");
    gateway.delete("/" + b + "/k");
    // Empty now, so that no listing tells the shard; the log does.
    String first = bilog(b).get(0).path("op_id").asText();
    String shard = INDEX + instance(b) + "%3A" + first.substring(0, first.indexOf('#'));

    List<JsonNode> all = entries(shard);
    assertThat(all)
        .extracting(entry -> entry.path("op").asText())
        .containsExactly("write", "write", "del");
    assertThat(all).allMatch(entry -> entry.path("state").asText().equals("complete"));
    String second = all.get(1).path("op_id").asText().replaceFirst(".*#", "");
    assertThat(entries(shard + "&max-entries=2")).hasSize(2);
    assertThat(entries(shard + "&max-entries=2&marker=" + second)).containsExactly(all.get(2));

    String head = json(gateway.get(shard + "&info")).path("max_marker").asText();
    assertThat(all.get(2).path("op_id").asText()).endsWith("#" + head);
    for (int i = 0; i < 2; i++) {
      assertThat(gateway.delete(shard + "&end-marker=" + second).status()).isEqualTo(200);
      assertThat(entries(shard)).containsExactly(all.get(2));
    }
    gateway.delete(shard + "&end-marker=" + head);
    assertThat(entries(shard)).isEmpty();
    assertThat(json(gateway.get(shard + "&info")).path("max_marker").asText()).isEqualTo(head);
  }

  @Test
  void theLogOfAWholeBucketHasAnEntryOfEachShardInTurn() {
    String b = bucket();
    for (int i = 0; i < 20; i++) {
      gateway.put("/" + b + "/k" + i, "");
    }
    List<Integer> shards =
        bilog(b).stream()
            .map(entry -> entry.path("op_id").asText())
            .map(id -> Integer.valueOf(id.substring(0, id.indexOf('#'))))
            .toList();
    assertThat(shards).hasSize(20);
    int each = Set.copyOf(shards).size();
    assertThat(shards.subList(0, each)).isSorted().doesNotHaveDuplicates();
    assertThat(shards.subList(each, each + 2)).isSorted();
    assertThat(json(gateway.get(INDEX + instance(b) + "&info")).path("max_marker").asText())
        .startsWith("0#")
        .contains(",1#");
  }

  @Test
  void aReshardedBucketIsAnotherInstanceWithAnEmptyLog() {
    String b = bucket();
    gateway.put("/" + b + "/k", "text");
    String before = instance(b);
    String marker = markerOf(before);
    subject().operator().reshard(b, 3);
    String after = instance(b);

    assertThat(after).isNotEqualTo(before);
    assertThat(markerOf(after)).isEqualTo(marker);
    assertThat(status("/admin/metadata/bucket.instance?key=" + before)).isEqualTo(404);
    assertThat(status(INDEX + before + "%3A0")).isEqualTo(404);
    assertThat(bilog(b)).isEmpty();
    assertThat(versions(b, "")).hasSize(1);
  }

  private String markerOf(String instance) {
    return json(gateway.get("/admin/metadata/bucket.instance?key=" + instance))
        .at("/data/bucket_info/bucket/marker")
        .asText();
  }

  @Test
  void anInstanceThatIsNotThereHasNoLog() {
    String b = bucket();
    assertThat(status(INDEX + b + "%3Anowhere.1.1%3A0")).isEqualTo(404);
    assertThat(status(INDEX + b + "%3Anowhere.1.1%3A0&info")).isEqualTo(404);
    assertThat(status(INDEX)).isEqualTo(400);
    assertThat(gateway.delete(INDEX + instance(b) + "%3A0").status()).isEqualTo(400);
  }

  @Test
  void aLeaseHasOneHolder() {
    String key = "&id=0&zone-id=" + freshName("z") + "&locker-id=";
    String lock = METADATA + "&lock&length=20" + key;
    String unlock = METADATA + "&unlock" + key;
    assertThat(gateway.post(lock + "one", "").status()).isEqualTo(200);
    assertThat(gateway.post(lock + "one", "").status()).isEqualTo(200);
    assertThat(gateway.post(lock + "two", "").status()).isEqualTo(423);
    assertThat(gateway.post(unlock + "one", "").status()).isEqualTo(200);
    assertThat(gateway.post(lock + "two", "").status()).isEqualTo(200);
    assertThat(gateway.post(unlock + "two", "").status()).isEqualTo(200);
    assertThat(gateway.post(METADATA + "&lock&id=0", "").status()).isEqualTo(400);
  }

  @Test
  void aLeaseEndsByItself() {
    String lock = METADATA + "&lock&length=1&id=1&zone-id=" + freshName("z") + "&locker-id=";
    assertThat(gateway.post(lock + "one", "").status()).isEqualTo(200);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> gateway.post(lock + "two", "").status() == 200);
    gateway.post(lock.replace("&lock&length=1", "&unlock") + "two", "");
  }
}
