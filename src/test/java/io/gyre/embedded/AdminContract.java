package io.gyre.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** What an administrator changes of users and buckets, and how the gateway answers. */
abstract class AdminContract extends GatewayContract {
  private static final String USER = "/admin/user?uid=";
  private static final String BUCKET = "/admin/bucket?bucket=";

  private String user() {
    String uid = freshName("u");
    ok(gateway.put(USER + uid + "&display-name=Somebody&access-key=M" + uid + "&secret-key=s"));
    return uid;
  }

  private static void ok(WireClient.Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private static void refused(WireClient.Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains("\"" + code + "\"");
  }

  private JsonNode metadata(String section, String key) {
    return json(gateway.get("/admin/metadata/" + section + "?key=" + key));
  }

  private JsonNode dataOf(String uid) {
    return metadata("user", uid).path("data");
  }

  private JsonNode instanceOf(String bucket) {
    return metadata("bucket.instance", instance(bucket));
  }

  private static String text(Iterable<JsonNode> nodes, String field) {
    StringBuilder all = new StringBuilder();
    nodes.forEach(node -> all.append(node.path(field).asText()).append(' '));
    return all.toString().strip();
  }

  @Test
  void capabilitiesAddUpAndAreTakenAway() {
    String caps = "/admin/user?caps&uid=" + user() + "&user-caps=";
    ok(gateway.put(caps + "usage%3Dread%3Bbuckets%3D%2A"));
    assertThat(gateway.put(caps + "buckets%3Dread%3Busage%3Dwrite").body())
        .contains("[{\"type\":\"buckets\",\"perm\":\"*\"},{\"type\":\"usage\",\"perm\":\"*\"}]");
    assertThat(gateway.delete(caps + "buckets%3D%2A%3Busage%3Dread").body())
        .contains("[{\"type\":\"usage\",\"perm\":\"write\"}]");
  }

  @Test
  void keysAreInOrderAndNobodyElses() {
    String uid = user();
    String other = user();
    ok(gateway.put("/admin/user?key&uid=" + uid + "&access-key=Z" + uid + "&secret-key=z"));
    ok(gateway.put("/admin/user?key&uid=" + uid + "&access-key=A" + uid + "&secret-key=a"));
    assertThat(text(dataOf(uid).path("keys"), "access_key"))
        .isEqualTo("A" + uid + " M" + uid + " Z" + uid);

    String theirs = "&access-key=Z" + uid + "&secret-key=x";
    refused(gateway.put("/admin/user?key&uid=" + other + theirs), 409, "KeyExists");
    ok(gateway.delete("/admin/user?key&uid=" + uid + "&access-key=Z" + uid));
    ok(gateway.put("/admin/user?key&uid=" + other + theirs));
    refused(
        gateway.delete("/admin/user?key&uid=" + uid + "&access-key=Z" + uid),
        403,
        "InvalidAccessKeyId");
  }

  @Test
  void subusersComeAndGoWithTheirSwiftKeys() {
    String uid = user();
    String subuser = "/admin/user?uid=" + uid + "&subuser=" + uid + "%3Aswift";
    ok(gateway.put(subuser + "&access=full&key-type=swift&secret-key=sss"));
    assertThat(text(dataOf(uid).path("subusers"), "id")).isEqualTo(uid + ":swift");
    assertThat(text(dataOf(uid).path("subusers"), "permissions")).isEqualTo("full-control");
    assertThat(text(dataOf(uid).path("swift_keys"), "secret_key")).isEqualTo("sss");

    ok(gateway.delete(subuser + "&purge-keys=true"));
    assertThat(dataOf(uid).path("subusers")).isEmpty();
    assertThat(dataOf(uid).path("swift_keys")).isEmpty();
    refused(gateway.delete(subuser), 404, "NoSuchSubUser");
  }

  @Test
  void anAddressIsOneUsers() {
    String address = "&email=" + freshName("mail") + "%40example.org";
    ok(gateway.post(USER + user() + address, ""));
    refused(gateway.post(USER + user() + address, ""), 409, "EmailExists");
  }

  @Test
  void quotasKeepWhatIsNotNamed() {
    String uid = user();
    String quota = "/admin/user?quota&uid=" + uid + "&quota-type=user";
    ok(gateway.put(quota + "&max-objects=9&max-size-kb=3&enabled=true"));
    ok(gateway.put(quota + "&enabled=false"));
    JsonNode stored = dataOf(uid).path("user_quota");
    assertThat(stored.toString())
        .contains("\"enabled\":false", "\"max_size\":3072", "\"max_size_kb\":3");
    assertThat(stored.path("max_objects").asInt()).isEqualTo(9);
    assertThat(dataOf(uid).path("bucket_quota").path("max_objects").asInt()).isNegative();
    refused(gateway.put("/admin/user?quota&uid=" + uid + "&quota-type=x"), 400, "InvalidArgument");
  }

  @Test
  void aBucketsQuotaIsInItsInstance() {
    String b = bucket();
    String uid = user();
    ok(gateway.put(BUCKET + b + "&quota&uid=" + uid + "&max-objects=7&enabled=true"));
    JsonNode quota = instanceOf(b).path("data").path("bucket_info").path("quota");
    assertThat(quota.path("enabled").asBoolean()).isTrue();
    assertThat(quota.path("max_objects").asInt()).isEqualTo(7);
    refused(gateway.put(BUCKET + b + "&quota&uid=nobody-" + uid), 404, "NoSuchKey");
  }

  @Test
  void aLinkedBucketIsTheOtherUsersAndItsObjectsAreNot() {
    String b = bucket();
    gateway.put("/" + b + "/k", "text");
    long written = instanceOf(b).path("ver").path("ver").asLong();
    String uid = user();
    ok(gateway.put(BUCKET + b + "&uid=" + uid));

    JsonNode entry = metadata("bucket", b);
    assertThat(entry.path("data").path("owner").asText()).isEqualTo(uid);
    assertThat(entry.path("ver").path("ver").asLong()).isEqualTo(2);
    assertThat(instanceOf(b).path("data").path("bucket_info").path("owner").asText())
        .isEqualTo(uid);
    assertThat(instanceOf(b).path("ver").path("ver").asLong()).isEqualTo(written + 1);
    assertThat(gateway.get("/" + b + "?acl").body()).contains("<ID>" + uid + "</ID>");
    assertThat(gateway.get("/" + b + "/k?acl").body()).doesNotContain("<ID>" + uid + "</ID>");
    assertThat(gateway.get("/admin/bucket?uid=" + uid).body()).isEqualTo("[\"" + b + "\"]");
  }

  @Test
  void anUnlinkedBucketIsInNobodysList() {
    String b = bucket();
    String uid = user();
    ok(gateway.put(BUCKET + b + "&uid=" + uid));
    ok(gateway.post(BUCKET + b + "&uid=" + uid, ""));
    assertThat(metadata("bucket", b).path("data").path("linked").asText()).isEqualTo("false");
    assertThat(gateway.get("/admin/bucket?uid=" + uid).body()).isEqualTo("[]");
  }

  @Test
  void noSuchBucketHasTwoNames() {
    String none = BUCKET + freshName("none");
    refused(gateway.get(none + "&stats=true"), 404, "NoSuchBucket");
    refused(gateway.delete(none), 404, "NoSuchBucket");
    refused(gateway.put(none + "&uid=" + user()), 404, "NoSuchKey");
    refused(gateway.put(none + "&sync=false"), 404, "NoSuchKey");
    refused(gateway.put("/admin/bucket?sync=false"), 400, "InvalidArgument");
    refused(gateway.put(BUCKET + bucket()), 400, "InvalidArgument");
  }

  @Test
  void nothingIsLoggedWhileSyncIsDisabled() {
    String b = bucket();
    String info = "/admin/log?type=bucket-index&info&bucket-instance=" + instance(b) + "%3A0";
    ok(gateway.put(BUCKET + b + "&sync=false"));
    assertThat(json(gateway.get(info)).path("syncstopped").asText()).isEqualTo("true");
    assertThat(instanceOf(b).path("data").path("bucket_info").path("flags").asInt() & 8)
        .isEqualTo(8);
    gateway.put("/" + b + "/unlogged", "text");
    ok(gateway.put(BUCKET + b + "&sync=true"));
    assertThat(json(gateway.get(info)).path("syncstopped").asText()).isEqualTo("false");
    gateway.put("/" + b + "/logged", "text");

    assertThat(logged(b).stream().filter(entry -> entry.startsWith("write")))
        .containsExactly("write logged ");
    assertThat(bilog(b))
        .extracting(entry -> entry.path("op").asText())
        .contains("syncstop", "resync");
  }
}
