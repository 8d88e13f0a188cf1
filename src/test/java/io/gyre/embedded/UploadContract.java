package io.gyre.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Uploads in parts, and what is told of their parts afterwards. */
abstract class UploadContract extends GatewayContract {
  private static final int PART = 5 << 20;

  private String begin(String object, Map<String, String> headers) {
    var begun = gateway.send("POST", object + "?uploads", headers, new byte[0]);
    assertThat(begun.status()).as(begun.body()).isEqualTo(200);
    return begun.body().replaceAll("(?s).*<UploadId>(.*)</UploadId>.*", "$1");
  }

  private String parts(String object, String id, int... sizes) {
    StringBuilder document = new StringBuilder("<CompleteMultipartUpload>");
    for (int i = 0; i < sizes.length; i++) {
      String target = object + "?partNumber=" + (i + 1) + "&uploadId=" + id;
      String etag = gateway.send("PUT", target, Map.of(), new byte[sizes[i]]).header("etag");
      document.append(
          "<Part><PartNumber>" + (i + 1) + "</PartNumber><ETag>" + etag + "</ETag></Part>");
    }
    return document.append("</CompleteMultipartUpload>").toString();
  }

  private WireClient.Answer complete(String object, String id, String more, String document) {
    return gateway.post(object + "?uploadId=" + id + more, document);
  }

  private JsonNode rules(String object) {
    return json(gateway.get(object + "?layout")).at("/manifest/rules");
  }

  private static List<Long> numbers(JsonNode rules, String field) {
    List<Long> values = new ArrayList<>();
    rules.forEach(rule -> values.add(rule.path("val").path(field).asLong()));
    return values;
  }

  @Test
  void theLayoutTellsThePartsOfAnObject() {
    String object = "/" + bucket() + "/k";
    String id = begin(object, Map.of());
    complete(object, id, "", parts(object, id, PART, PART, PART + 1, 1));

    assertThat(gateway.send("HEAD", object, Map.of(), new byte[0]).header("etag"))
        .matches("\"[0-9a-f]{32}-4\"");
    assertThat(json(gateway.get(object + "?layout")).at("/manifest/obj_size").asLong())
        .isEqualTo(3L * PART + 2);
    assertThat(numbers(rules(object), "start_part_num")).containsExactly(1L, 3L, 4L);
    assertThat(numbers(rules(object), "start_ofs")).containsExactly(0L, 2L * PART, 3L * PART + 1);
    assertThat(numbers(rules(object), "part_size")).containsExactly((long) PART, PART + 1L, 1L);
  }

  @Test
  void aSinglePartIsOneToo() {
    String object = "/" + bucket() + "/k";
    String id = begin(object, Map.of());
    complete(object, id, "", parts(object, id, 1));
    assertThat(numbers(rules(object), "start_part_num")).containsExactly(1L);
    assertThat(numbers(rules(object), "part_size")).containsExactly(0L);

    gateway.put(object, "not in parts");
    assertThat(numbers(rules(object), "start_part_num")).containsExactly(0L);
  }

  @Test
  void aCompletionTakesAVersionIdAndAnEpoch() {
    String b = bucket(ENABLED);
    String object = "/" + b + "/k";
    gateway.put(object + "?rgwx-version-id=V8&rgwx-versioned-epoch=8", "later");
    String id = begin(object, Map.of());
    String document = parts(object, id, 1);
    var answer = complete(object, id, "&rgwx-version-id=V4&rgwx-versioned-epoch=4", document);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("x-amz-version-id")).isEqualTo("V4");
    assertThat(rows(b, "k")).containsExactly("V8@8 *", "V4@4");
  }

  /** So whoever copies has to look at the object, and to send its tags apart. */
  @Test
  void theAnswerToACompletionHasNoEtagAndTheTagsAreLost() {
    String object = "/" + bucket() + "/k";
    String id = begin(object, Map.of("x-amz-tagging", "a=b", "x-amz-meta-kept", "yes"));
    String document = parts(object, id, 1);
    assertThat(complete(object, id, "", document).body()).contains("<ETag></ETag>");
    String etag = gateway.get(object).header("etag").replace("\"", "");
    var again = complete(object, id, "", document);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body()).contains(etag);

    assertThat(gateway.get(object).header("x-amz-meta-kept")).isEqualTo("yes");
    assertThat(gateway.get(object + "?tagging").body()).doesNotContain("<Key>a</Key>");
  }

  /** The entries in a namespace of their own are to be skipped. */
  @Test
  void itsPartsAreLoggedAroundTheOneWriteOfTheKey() {
    String b = bucket();
    String object = "/" + b + "/k";
    String id = begin(object, Map.of());
    complete(object, id, "", parts(object, id, PART, 1));
    String part = "_multipart_k." + id + ".";
    List<String> log = logged(b);
    assertThat(log)
        .containsExactlyInAnyOrder(
            "write " + part + "meta ",
            "write " + part + "1 ",
            "write " + part + "2 ",
            "del " + part + "1 ",
            "del " + part + "2 ",
            "del " + part + "meta ",
            "write k ");
  }

  @Test
  void anUploadThatIsUnfinishedIsListedUntilItIsAborted() {
    String b = bucket();
    String object = "/" + b + "/k";
    String id = begin(object, Map.of());
    parts(object, id, 3);
    assertThat(gateway.get("/" + b + "?uploads").body())
        .contains("<UploadId>" + id + "</UploadId>", "<Key>k</Key>");
    assertThat(gateway.get(object + "?uploadId=" + id).body())
        .contains("<PartNumber>1</PartNumber>", "<Size>3</Size>");

    assertThat(gateway.delete(object + "?uploadId=" + id).status()).isEqualTo(204);
    assertThat(gateway.get("/" + b + "?uploads").body()).doesNotContain(id);
    assertThat(gateway.get(object + "?uploadId=" + id).body()).contains("<Code>NoSuchKey</Code>");
    assertThat(gateway.put(object + "?partNumber=1&uploadId=" + id, "x").body())
        .contains("<Code>NoSuchUpload</Code>");
    assertThat(gateway.delete(object + "?uploadId=" + id).body())
        .contains("<Code>NoSuchUpload</Code>");
  }

  /** So the answer 500 says nothing about whether it is worth another attempt. */
  @Test
  void theCompletionOfAnUploadThatIsNotThereSeemsToBeInProgress() {
    String object = "/" + bucket() + "/k";
    String part = "<Part><PartNumber>1</PartNumber><ETag>x</ETag></Part>";
    String document = "<CompleteMultipartUpload>" + part + "</CompleteMultipartUpload>";
    var answer = complete(object, "2~JtPgCYcK4sdpiEZe8F5TBe0NQHbKAAA", "", document);
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.body()).contains("<Code>InternalError</Code>");
  }

  @Test
  void anUploadDoesNotKeepItsBucket() {
    String b = bucket();
    String id = begin("/" + b + "/k", Map.of());
    parts("/" + b + "/k", id, 3);
    assertThat(gateway.delete("/" + b).status()).isEqualTo(204);
    assertThat(gateway.get("/" + b + "?uploads").body()).contains("<Code>NoSuchBucket</Code>");
  }

  @Test
  void exactlyThePartsThatCameHaveToBeNamed() {
    String object = "/" + bucket() + "/k";
    String id = begin(object, Map.of());
    String small = parts(object, id, 1, 1);
    assertThat(complete(object, id, "", small).body()).contains("<Code>EntityTooSmall</Code>");
    String all = parts(object, id, PART, 1);
    String unknown = all.replaceFirst("<ETag>[^<]*", "<ETag>0123456789abcdef0123456789abcdef");
    assertThat(complete(object, id, "", unknown).body()).contains("<Code>InvalidPart</Code>");
    String first = all.replaceFirst("</Part><Part>.*</Part>", "</Part>");
    assertThat(complete(object, id, "", first).body()).contains("<Code>InvalidPart</Code>");
    String none = "<CompleteMultipartUpload></CompleteMultipartUpload>";
    assertThat(complete(object, id, "", none).body()).contains("<Code>MalformedXML</Code>");
    String reversed = all.replaceFirst("(<Part>.*</Part>)(<Part>.*</Part>)", "$2$1");
    assertThat(complete(object, id, "", reversed).status()).isEqualTo(200);
  }
}
