package io.gyre.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Users and buckets as metadata: how they are listed, read, and brought over from elsewhere. */
abstract class MetadataContract extends GatewayContract {
  private static final String USER = "/admin/metadata/user?key=";
  private static final String BUCKET = "/admin/metadata/bucket?key=";
  private static final String INSTANCE = "/admin/metadata/bucket.instance?key=";

  private String user() {
    String uid = freshName("u");
    String keys = "&access-key=" + uid + "&secret-key=s";
    assertThat(gateway.put("/admin/user?uid=" + uid + "&display-name=x" + keys).status())
        .isEqualTo(200);
    return uid;
  }

  private ObjectNode document(String target) {
    return (ObjectNode) json(gateway.get(target));
  }

  /** The user as another zone would have it, under another name and with another key. */
  private ObjectNode foreignUser(String uid) {
    ObjectNode document = document(USER + user());
    ObjectNode data = document.withObject("/data");
    data.put("user_id", uid).put("display_name", "From elsewhere");
    ObjectNode key = (ObjectNode) data.withArray("keys").get(0);
    key.put("user", uid).put("access_key", uid);
    document.withObject("/ver").put("tag", "_elsewhere").put("ver", 7);
    return document.put("key", "user:" + uid);
  }

  @Test
  void aUserThatComesFromElsewhereMaySignAtOnce() {
    String uid = freshName("u");
    var put = gateway.put(USER + uid, foreignUser(uid).toString());
    assertThat(put.status()).isEqualTo(204);
    assertThat(put.headers()).containsEntry("rgwx_update_status", "applied");
    assertThat(document(USER + uid).path("ver")).hasToString("{\"tag\":\"_elsewhere\",\"ver\":7}");
    assertThat(subject().as(uid, "s").put("/" + freshName("b")).status()).isEqualTo(200);
  }

  /**
   * In the order users, instance, entry point; the zonegroup has to be the one that it comes to.
   */
  @Test
  void aBucketThatComesFromElsewhereServesItsOwner() {
    String uid = freshName("u");
    gateway.put(USER + uid, foreignUser(uid).toString());
    String from = bucket();
    String name = freshName("b");
    ObjectNode entry = document(BUCKET + from);
    String id = entry.at("/data/bucket/bucket_id").asText() + "7";
    ObjectNode instance = document(INSTANCE + instance(from));
    ObjectNode info = instance.withObject("/data/bucket_info");
    for (ObjectNode bucket :
        List.of(info.withObject("/bucket"), entry.withObject("/data/bucket"))) {
      bucket.put("name", name).put("bucket_id", id).put("marker", id);
    }
    info.put("owner", uid);
    entry.withObject("/data").put("owner", uid);
    JsonNode ours = info.path("zonegroup");
    String key = INSTANCE + name + "%3A" + id;

    info.put("zonegroup", "11111111-2222-3333-4444-555555555555");
    assertThat(gateway.put(key, instance.toString()).status()).isEqualTo(204);
    assertThat(gateway.put(BUCKET + name, entry.toString()).status()).isEqualTo(200);
    WireClient owner = subject().as(uid, "s");
    assertThat(owner.put("/" + name + "/k", "text").status()).isEqualTo(301);

    info.set("zonegroup", ours);
    instance.withObject("/data").putArray("attrs");
    assertThat(gateway.put(key, instance.toString()).status()).isEqualTo(204);
    assertThat(owner.put("/" + name + "/k", "text").status()).isEqualTo(200);
    assertThat(owner.get("/" + name).body()).contains("<Key>k</Key>");
    assertThat(owner.get("/").body()).contains("<Name>" + name + "</Name>");
  }

  @Test
  void whatIsAskedForDecidesWhetherAnOlderDocumentIsTaken() {
    String uid = freshName("u");
    ObjectNode document = foreignUser(uid);
    gateway.put(USER + uid, document.toString());
    for (String type : List.of("update-by-version", "update-by-timestamp")) {
      var skipped = gateway.put(USER + uid + "&update-type=" + type, document.toString());
      assertThat(skipped.status()).as(type).isEqualTo(204);
      assertThat(skipped.headers()).as(type).containsEntry("rgwx_update_status", "skipped");
    }
    document.withObject("/ver").put("ver", 8);
    assertThat(
            gateway
                .put(USER + uid + "&update-type=update-by-version", document.toString())
                .headers())
        .containsEntry("rgwx_update_status", "applied");
    assertThat(gateway.put(USER + uid + "&update-type=always", document.toString()).headers())
        .containsEntry("rgwx_update_status", "applied");
    assertThat(gateway.put(USER + uid + "&update-type=nonsense", document.toString()).status())
        .isEqualTo(400);
    assertThat(gateway.put(USER + uid, "{").status()).isEqualTo(400);
  }

  @Test
  void keysComeInPagesThatAMarkerContinues() {
    List<String> users = List.of(user(), user(), user());
    Set<String> all = new HashSet<>();
    String marker = "";
    JsonNode page;
    do {
      page = json(gateway.get("/admin/metadata/user?max-entries=2" + marker));
      assertThat(page.path("keys").size()).isEqualTo(page.path("count").asInt()).isLessThan(3);
      page.path("keys").forEach(key -> all.add(key.asText()));
      marker = "&marker=" + page.path("marker").asText().replace("=", "%3D").replace("+", "%2B");
    } while (page.path("truncated").asBoolean());
    assertThat(all).containsAll(users);
    assertThat(page.has("marker")).isFalse();

    List<String> bare = new ArrayList<>();
    json(gateway.get("/admin/metadata/user")).forEach(key -> bare.add(key.asText()));
    assertThat(bare).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void whatIsGoneIsNotFoundAndCannotBeRemovedAgain() {
    String uid = user();
    assertThat(gateway.delete(USER + uid).status()).isEqualTo(200);
    assertThat(gateway.delete(USER + uid).status()).isEqualTo(404);
    var gone = gateway.get(USER + uid);
    assertThat(gone.status()).isEqualTo(404);
    assertThat(json(gone).path("Code").asText()).isEqualTo("NoSuchKey");
    assertThat(subject().as(uid, "s").get("/").body()).contains("<Code>InvalidAccessKeyId</Code>");
  }

  @Test
  void aBucketThatIsRemovedLeavesItsInstance() {
    String b = bucket();
    String instance = INSTANCE + instance(b);
    assertThat(gateway.delete("/" + b).status()).isEqualTo(204);
    assertThat(gateway.get(BUCKET + b).status()).isEqualTo(404);
    assertThat(gateway.get(instance).status()).isEqualTo(200);
    assertThat(gateway.delete(instance).status()).isEqualTo(200);
    assertThat(gateway.get(instance).status()).isEqualTo(404);
  }

  @Test
  void onlySystemUsersAndThoseWithTheCapabilityMayAsk() {
    String uid = user();
    WireClient user = subject().as(uid, "s");
    assertThat(user.get("/admin/metadata/user").status()).isEqualTo(403);
    gateway.put("/admin/user?caps&uid=" + uid + "&user-caps=metadata%3Dread");
    assertThat(user.get("/admin/metadata/user").status()).isEqualTo(200);
    assertThat(user.put(USER + uid, "{}").status()).isEqualTo(403);
  }
}
