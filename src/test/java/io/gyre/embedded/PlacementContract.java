package io.gyre.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where buckets and objects are kept: placement targets and storage classes. */
abstract class PlacementContract extends GatewayContract {
  /** What the subject has beside its default. */
  static final List<String> PLACEMENTS = List.of("default-placement/COLD", "fast");

  private static final String LOCATION =
      "<CreateBucketConfiguration><LocationConstraint>%s</LocationConstraint>"
          + "</CreateBucketConfiguration>";

  private WireClient.Answer put(String target, String storageClass) {
    return send("PUT", target, Map.of("x-amz-storage-class", storageClass));
  }

  private WireClient.Answer copy(String target, String from, String... more) {
    Map<String, String> headers =
        more.length == 0
            ? Map.of("x-amz-copy-source", from)
            : Map.of("x-amz-copy-source", from, more[0], more[1]);
    return send("PUT", target, headers);
  }

  private WireClient.Answer send(String method, String target, Map<String, String> headers) {
    return gateway.send(method, target, headers, new byte[0]);
  }

  /** What the header and what the listing says; they need not be the same. */
  private String classOf(String bucket, String key) {
    String header = send("HEAD", "/" + bucket + "/" + key, Map.of()).header("x-amz-storage-class");
    String listed = versions(bucket, "&prefix=" + key).get(0).path("StorageClass").asText();
    return header + " " + listed;
  }

  private String placementOf(String bucket) {
    return json(gateway.get("/admin/bucket?stats=true&bucket=" + bucket))
        .path("placement_rule")
        .asText();
  }

  private static void refused(WireClient.Answer answer, String code) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains(code);
  }

  private String coldBucket() {
    String name = freshName("b");
    assertThat(put("/" + name, "COLD").status()).isEqualTo(200);
    return name;
  }

  @Test
  void anObjectIsInTheClassThatItsHeaderNames() {
    String b = bucket();
    put("/" + b + "/cold", "COLD");
    put("/" + b + "/standard", "STANDARD");
    put("/" + b + "/blank", "");
    gateway.put("/" + b + "/none", "");
    assertThat(classOf(b, "cold")).isEqualTo("COLD COLD");
    assertThat(classOf(b, "standard")).isEqualTo("STANDARD STANDARD");
    assertThat(classOf(b, "blank")).isEqualTo(" STANDARD");
    assertThat(classOf(b, "none")).isEqualTo(" STANDARD");
    assertThat(gateway.get("/" + b).body()).contains("<StorageClass>COLD</StorageClass>");
  }

  @Test
  void anUnknownClassIsRefusedWhateverIsAsked() {
    String b = bucket();
    gateway.put("/" + b + "/k", "");
    Map<String, String> unknown = Map.of("x-amz-storage-class", "cold");
    for (String target : List.of("/k", "/k?uploads", "")) {
      for (String method : List.of(target.contains("?") ? "POST" : "PUT", "GET")) {
        if (!(target.isEmpty() && method.equals("PUT"))) {
          refused(send(method, "/" + b + target, unknown), "<Code>InvalidArgument</Code>");
        }
      }
    }
    refused(send("PUT", "/" + freshName("b"), unknown), "<Code>InvalidArgument</Code>");
  }

  @Test
  void aCopyIsWhereItIsPutAndKeepsTheHeaderOfItsSource() {
    String b = bucket();
    put("/" + b + "/cold", "COLD");
    gateway.put("/" + b + "/none", "");
    copy("/" + b + "/a", "/" + b + "/cold");
    assertThat(classOf(b, "a")).isEqualTo("COLD STANDARD");
    copy("/" + b + "/b", "/" + b + "/cold", "x-amz-metadata-directive", "REPLACE");
    assertThat(classOf(b, "b")).isEqualTo(" STANDARD");
    copy("/" + b + "/c", "/" + b + "/none", "x-amz-storage-class", "COLD");
    assertThat(classOf(b, "c")).isEqualTo("COLD COLD");
    copy("/" + b + "/d", "/" + b + "/cold", "x-amz-storage-class", "STANDARD");
    assertThat(classOf(b, "d")).isEqualTo("STANDARD STANDARD");
  }

  @Test
  void anUploadIsInTheClassThatItBeganWithAndStandardIsNone() {
    String b = bucket();
    String cold = coldBucket();
    assertThat(upload(b, "k", "COLD")).isEqualTo("COLD COLD");
    assertThat(upload(b, "l", "STANDARD")).isEqualTo(" STANDARD");
    assertThat(upload(cold, "m", "STANDARD")).isEqualTo("COLD COLD");
  }

  private String upload(String bucket, String key, String storageClass) {
    String object = "/" + bucket + "/" + key;
    Map<String, String> headers = Map.of("x-amz-storage-class", storageClass);
    String begun = send("POST", object + "?uploads", headers).body();
    String id = begun.replaceAll("(?s).*<UploadId>(.*)</UploadId>.*", "$1");
    String part = gateway.put(object + "?partNumber=1&uploadId=" + id, "x").header("etag");
    gateway.post(
        object + "?uploadId=" + id,
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"
            + part
            + "</ETag></Part></CompleteMultipartUpload>");
    return classOf(bucket, key);
  }

  @Test
  void aBucketMayHaveAClassForAllThatNamesNone() {
    String cold = coldBucket();
    assertThat(placementOf(cold)).isEqualTo("default-placement/COLD");
    gateway.put("/" + cold + "/none", "");
    put("/" + cold + "/standard", "STANDARD");
    assertThat(classOf(cold, "none")).isEqualTo("COLD COLD");
    assertThat(classOf(cold, "standard")).isEqualTo("STANDARD STANDARD");
    String rule = "\"placement_rule\":\"default-placement";
    assertThat(gateway.get("/" + cold + "/none?layout").body()).contains(rule + "/COLD\"");
    assertThat(gateway.get("/" + cold + "/standard?layout").body()).contains(rule + '"');
  }

  @Test
  void aBucketIsAtTheTargetThatItsLocationNamesElseAtItsUsers() {
    String b = freshName("b");
    assertThat(gateway.put("/" + b, LOCATION.formatted(":fast")).status()).isEqualTo(200);
    assertThat(placementOf(b)).isEqualTo("fast");
    refused(put("/" + b + "/k", "COLD"), "<Code>InvalidArgument</Code>");
    refused(
        gateway.put("/" + freshName("b"), LOCATION.formatted(":nowhere")),
        "<Code>InvalidLocationConstraint</Code>");

    String uid = freshName("u");
    String user = "/admin/user?uid=" + uid + "&display-name=x&access-key=" + uid + "&secret-key=s";
    refused(gateway.put(user + "&default-placement=nowhere"), "\"InvalidArgument\"");
    assertThat(gateway.put(user + "&default-placement=fast").status()).isEqualTo(200);
    String theirs = freshName("b");
    subject().as(uid, "s").put("/" + theirs);
    assertThat(placementOf(theirs)).isEqualTo("fast");
  }

  @Test
  void theZoneTellsItsTargetsAndClasses() {
    JsonNode group =
        json(gateway.get("/admin/config?type=zonegroup-map"))
            .path("zonegroups")
            .path(0)
            .path("val");
    assertThat(group.path("placement_targets").toString())
        .isEqualTo(
            "[{\"name\":\"default-placement\",\"tags\":[],"
                + "\"storage_classes\":[\"COLD\",\"STANDARD\"]},"
                + "{\"name\":\"fast\",\"tags\":[],\"storage_classes\":[\"STANDARD\"]}]");
    JsonNode pools = json(gateway.get("/admin/config?type=zone")).path("placement_pools");
    assertThat(pools.findValuesAsText("key")).containsExactly("default-placement", "fast");
    JsonNode classes = pools.path(0).path("val").path("storage_classes");
    assertThat(classes.fieldNames()).toIterable().containsExactly("COLD", "STANDARD");
    assertThat(classes.path("COLD").path("data_pool").asText()).isNotEmpty();
  }

  @Test
  void anInstanceThatComesByMetadataIsOnlyMadeWhereTheZoneHasAPlaceAndStaysThere() {
    String b = bucket();
    String key = "/admin/metadata/bucket.instance?key=" + instance(b);
    ObjectNode document = (ObjectNode) json(gateway.get(key));
    ObjectNode info = document.withObject("/data/bucket_info");
    info.put("placement_rule", "nowhere");
    assertThat(gateway.put(key, document.toString()).status()).isEqualTo(204);
    assertThat(placementOf(b)).isEqualTo("default-placement");

    String fresh = key + "9";
    String id = info.path("bucket").path("bucket_id").asText() + "9";
    info.withObject("/bucket").put("bucket_id", id).put("marker", id);
    refused(gateway.put(fresh, document.toString()), "\"InvalidArgument\"");
    info.put("placement_rule", "fast/COLD");
    refused(gateway.put(fresh, document.toString()), "\"InvalidArgument\"");
    info.put("placement_rule", "default-placement/COLD");
    assertThat(gateway.put(fresh, document.toString()).status()).isEqualTo(204);
    assertThat(json(gateway.get(fresh)).path("data").path("bucket_info").path("placement_rule"))
        .hasToString("\"default-placement/COLD\"");
  }
}
