package io.gyre.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.config.Secret;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

class RequestSignerTest {
  /** The key pair of the examples in Amazon's own documentation. */
  private static final Secret SECRET = Secret.of("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");

  private static final String ACCESS = "AKIAIOSFODNN7EXAMPLE";

  private static Clock at(String instant) {
    return Clock.fixed(Instant.parse(instant), ZoneOffset.UTC);
  }

  private static SdkHttpRequest.Builder request(SdkHttpMethod method, String path) {
    return SdkHttpRequest.builder()
        .method(method)
        .protocol("http")
        .host("s3.amazonaws.com")
        .port(80)
        .encodedPath(path);
  }

  @Test
  void v2ReproducesTheDocumentedListExample() {
    SdkHttpRequest request =
        request(SdkHttpMethod.GET, "/johnsmith/")
            .putRawQueryParameter("prefix", "photos")
            .putRawQueryParameter("max-keys", "50")
            .putRawQueryParameter("marker", "puppy")
            .build();

    String text =
        SigV2Signer.textToSign(
            new SigV2Signer(ACCESS, SECRET, at("2007-03-27T19:42:41Z")).sign(request));

    assertThat(text).isEqualTo("GET\n\n\nTue, 27 Mar 2007 19:42:41 GMT\n/johnsmith/");
  }

  @Test
  void v2SignatureMatchesTheDocumentedOne() {
    SdkHttpRequest request =
        request(SdkHttpMethod.GET, "/awsexamplebucket1/photos/puppy.jpg")
            .putHeader("Date", "Tue, 27 Mar 2007 19:36:42 +0000")
            .build();

    assertThat(new SigV2Signer(ACCESS, SECRET, Clock.systemUTC()).signature(request))
        .isEqualTo("qgk2+6Sv9/oM7G3qLEjTH1a1l1g=");
  }

  @Test
  void v2SignsSubResourcesAndAmzHeadersInOrder() {
    SdkHttpRequest request =
        request(SdkHttpMethod.PUT, "/b/k")
            .putRawQueryParameter("versionId", "v1")
            .putRawQueryParameter("acl", "")
            .putRawQueryParameter("rgwx-uid", "alice")
            .putHeader("x-amz-meta-b", "2")
            .putHeader("X-Amz-Acl", " private ")
            .putHeader("Content-Type", "text/plain")
            .putHeader("Date", "D")
            .build();

    assertThat(SigV2Signer.textToSign(request))
        .isEqualTo(
            "PUT\n\ntext/plain\nD\nx-amz-acl:private\nx-amz-meta-b:2\n/b/k?acl&versionId=v1");
  }

  @Test
  void v4LeavesTheBodyOutOverPlainHttpAndKeepsTheRequest() {
    SdkHttpRequest request =
        request(SdkHttpMethod.PUT, "/b/a%2F%2E").port(8000).putRawQueryParameter("acl", "").build();

    SdkHttpRequest signed =
        new SigV4Signer(ACCESS, SECRET, "us-east-1", at("2026-01-02T03:04:05Z")).sign(request);

    assertThat(signed.protocol()).isEqualTo("http");
    assertThat(signed.port()).isEqualTo(8000);
    assertThat(signed.encodedPath()).isEqualTo("/b/a%2F%2E");
    assertThat(signed.firstMatchingHeader("Host")).hasValue("s3.amazonaws.com:8000");
    assertThat(signed.firstMatchingHeader("x-amz-content-sha256")).hasValue("UNSIGNED-PAYLOAD");
    assertThat(signed.firstMatchingHeader("x-amz-date")).hasValue("20260102T030405Z");
    assertThat(signed.firstMatchingHeader("Authorization").orElseThrow())
        .startsWith("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260102/us-east-1/s3/");
  }
}
