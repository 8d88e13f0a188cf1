package io.gyre.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Plain objects: bytes, headers, attributes, conditions, errors. */
abstract class ObjectContract extends GatewayContract {
  private static final String HELLO_MD5 = "5d41402abc4b2a76b9719d911017c592";

  @Test
  void anObjectComesBackWithItsBytesAndHeaders() {
    String b = bucket();
    var put =
        gateway.send(
            "PUT",
            "/" + b + "/a/b%20c",
            Map.of(
                "content-type", "text/plain; charset=utf-8",
                "cache-control", "max-age=3",
                "content-disposition", "attachment; filename=\"a b\"",
                "x-amz-meta-Foo", "bar"),
            "hello".getBytes(StandardCharsets.UTF_8));
    assertThat(put.status()).isEqualTo(200);
    assertThat(put.header("etag")).isEqualTo('"' + HELLO_MD5 + '"');

    var got = gateway.get("/" + b + "/a/b%20c");
    assertThat(got.body()).isEqualTo("hello");
    assertThat(got.header("etag")).isEqualTo('"' + HELLO_MD5 + '"');
    assertThat(got.header("content-type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(got.header("cache-control")).isEqualTo("max-age=3");
    assertThat(got.header("content-disposition")).isEqualTo("attachment; filename=\"a b\"");
    assertThat(got.header("x-amz-meta-foo")).isEqualTo("bar");
    assertThat(got.header("rgwx-mtime")).matches("\\d+\\.\\d{9}");
  }

  @Test
  void headersOfNonAsciiMetadataAreUtf8() {
    String b = bucket();
    gateway.send("PUT", "/" + b + "/k", Map.of("x-amz-meta-uni", "grün €"), new byte[0]);
    assertThat(gateway.get("/" + b + "/k").header("x-amz-meta-uni")).isEqualTo("grün €");
  }

  @Test
  void anObjectHasTheContentTypeThatItWasGivenOrNone() {
    String b = bucket();
    gateway.put("/" + b + "/k", "hello");
    assertThat(gateway.get("/" + b + "/k").header("content-type")).isEqualTo("binary/octet-stream");
    Map<String, String> stated = Map.of("content-type", "application/octet-stream");
    gateway.send("PUT", "/" + b + "/k", stated, new byte[] {1});
    assertThat(gateway.get("/" + b + "/k").header("content-type"))
        .isEqualTo("application/octet-stream");
  }

  @Test
  void headGivesTheLengthWithoutABody() {
    String b = bucket();
    gateway.put("/" + b + "/k", "hello");
    var head = gateway.send("HEAD", "/" + b + "/k", Map.of(), new byte[0]);
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("content-length")).isEqualTo("5");
  }

  @Test
  void rangesAndConditionsOfReads() {
    String b = bucket();
    gateway.put("/" + b + "/k", "hello");
    assertThat(read(b, "range", "bytes=1-2").body()).isEqualTo("el");
    assertThat(read(b, "range", "bytes=1-2").header("content-range")).isEqualTo("bytes 1-2/5");
    assertThat(read(b, "range", "bytes=-2").body()).isEqualTo("lo");
    assertThat(read(b, "range", "bytes=9-10").status()).isEqualTo(416);
    assertThat(read(b, "range", "bytes=0-1,3-4").body()).isEqualTo("he");
    assertThat(read(b, "if-none-match", '"' + HELLO_MD5 + '"').status()).isEqualTo(304);
    assertThat(read(b, "if-match", "\"other\"").status()).isEqualTo(412);
    assertThat(read(b, "if-modified-since", "Tue, 24 Nov 2037 00:15:33 GMT").status())
        .isEqualTo(304);
    assertThat(read(b, "if-unmodified-since", "Tue, 24 Nov 2020 00:15:33 GMT").status())
        .isEqualTo(412);
  }

  @Test
  void aWriteWithIfNoneMatchRefusesToReplace() {
    String b = bucket();
    Map<String, String> onlyNew = Map.of("if-none-match", "*");
    byte[] body = {1};
    assertThat(gateway.send("PUT", "/" + b + "/k", onlyNew, body).status()).isEqualTo(200);
    assertThat(gateway.send("PUT", "/" + b + "/k", onlyNew, body).status()).isEqualTo(412);
    Map<String, String> another = Map.of("if-none-match", "\"55a54008ad1ba589aa210d2629c1df41\"");
    assertThat(gateway.send("PUT", "/" + b + "/k", another, body).status()).isEqualTo(200);
  }

  @Test
  void aBodyThatIsNotTheAnnouncedOneIsRefused() {
    String b = bucket();
    var wrongMd5 = Map.of("content-md5", "AAAAAAAAAAAAAAAAAAAAAA==");
    var answer = gateway.send("PUT", "/" + b + "/k", wrongMd5, new byte[] {1});
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("<Code>BadDigest</Code>");
    assertThat(gateway.get("/" + b + "/k").status()).isEqualTo(404);
  }

  @Test
  void prependedMetadataCarriesTheEncodedAttributes() {
    String b = bucket();
    gateway.send(
        "PUT",
        "/" + b + "/k",
        Map.of("content-type", "text/plain", "x-amz-meta-foo", "bar", "x-amz-tagging", "a=b&c=d"),
        "hello".getBytes(StandardCharsets.UTF_8));
    var answer = gateway.get("/" + b + "/k?rgwx-prepend-metadata=true&rgwx-sync-manifest");
    int length = Integer.parseInt(answer.header("rgwx-embedded-metadata-len"));
    assertThat(answer.header("rgwx-object-size")).isEqualTo("5");
    assertThat(answer.body().substring(length)).isEqualTo("hello");
    Map<String, String> attrs = attributes(answer, length);
    assertThat(attrs)
        .containsEntry("user.rgw.etag", HELLO_MD5)
        .containsEntry("user.rgw.content_type", "text/plain\0")
        .containsEntry("user.rgw.x-amz-meta-foo", "bar\0");
    assertThat(attrs.get("user.rgw.x-amz-tagging").getBytes(StandardCharsets.ISO_8859_1))
        .startsWith(1, 1, 0x18, 0, 0, 0, 2);
    assertThat(attrs.get("user.rgw.acl").getBytes(StandardCharsets.ISO_8859_1)).startsWith(2, 2);
  }

  @Test
  void whatIsMissingIsNamedInTheErrorBody() {
    String b = bucket();
    var key = gateway.get("/" + b + "/nope");
    assertThat(key.status()).isEqualTo(404);
    assertThat(key.body())
        .contains("<Code>NoSuchKey</Code>", "<BucketName>" + b + "</BucketName>", "<RequestId>tx");
    assertThat(gateway.get("/" + b + "-nope/k").body()).contains("<Code>NoSuchBucket</Code>");
    assertThat(gateway.delete("/" + b + "/nope").status()).isEqualTo(204);
  }

  @Test
  void copiesKeepOrReplaceMetadata() {
    String b = bucket();
    gateway.send("PUT", "/" + b + "/k", Map.of("x-amz-meta-foo", "bar"), new byte[] {1});
    var copy =
        gateway.send(
            "PUT", "/" + b + "/c", Map.of("x-amz-copy-source", "/" + b + "/k"), new byte[0]);
    assertThat(copy.status()).isEqualTo(200);
    assertThat(copy.body()).contains("<ETag>55a54008ad1ba589aa210d2629c1df41</ETag>");
    assertThat(gateway.get("/" + b + "/c").header("x-amz-meta-foo")).isEqualTo("bar");

    var replace =
        Map.of(
            "x-amz-copy-source", "/" + b + "/k",
            "x-amz-metadata-directive", "REPLACE",
            "x-amz-meta-new", "1");
    assertThat(gateway.send("PUT", "/" + b + "/k", replace, new byte[0]).status()).isEqualTo(200);
    assertThat(gateway.get("/" + b + "/k").headers())
        .containsEntry("x-amz-meta-new", "1")
        .doesNotContainKey("x-amz-meta-foo");
  }

  @Test
  void partsAreCopiedFromObjects() {
    String b = bucket();
    gateway.put("/" + b + "/k", "hello world");
    String started = gateway.post("/" + b + "/m?uploads", "").body();
    String upload = started.replaceFirst("(?s).*<UploadId>", "").replaceFirst("(?s)<.*", "");

    var part =
        gateway.send(
            "PUT",
            "/" + b + "/m?partNumber=1&uploadId=" + upload,
            Map.of("x-amz-copy-source", "/" + b + "/k", "x-amz-copy-source-range", "bytes=0-4"),
            new byte[0]);
    String etag = "5d41402abc4b2a76b9719d911017c592"; // of "hello"
    assertThat(part.body()).contains(etag);
    gateway.post(
        "/" + b + "/m?uploadId=" + upload,
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"
            + etag
            + "</ETag></Part></CompleteMultipartUpload>");

    assertThat(gateway.get("/" + b + "/m").body()).isEqualTo("hello");
  }

  @Test
  void manyAreDeletedInOneRequest() {
    String b = bucket();
    gateway.put("/" + b + "/a", "1");
    gateway.put("/" + b + "/b", "1");
    var answer =
        gateway.post(
            "/" + b + "?delete",
            "<Delete><Object><Key>a</Key></Object><Object><Key>b</Key></Object>"
                + "<Object><Key>nope</Key></Object></Delete>");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("<Key>a</Key>", "<Key>b</Key>", "<Key>nope</Key>");
    assertThat(versions(b, "")).isEmpty();
  }

  private WireClient.Answer read(String bucket, String header, String value) {
    return gateway.send("GET", "/" + bucket + "/k", Map.of(header, value), new byte[0]);
  }

  private static Map<String, String> attributes(WireClient.Answer answer, int length) {
    byte[] json = Arrays.copyOf(answer.bytes(), length);
    Map<String, String> attrs = new HashMap<>();
    for (JsonNode attr : json(new WireClient.Answer(200, Map.of(), json)).path("attrs")) {
      byte[] value = Base64.getDecoder().decode(attr.path("val").asText());
      attrs.put(attr.path("key").asText(), new String(value, StandardCharsets.ISO_8859_1));
    }
    return attrs;
  }
}
