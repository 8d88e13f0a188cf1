package io.gyre.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.config.Endpoint;
import io.gyre.config.Secret;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

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

  private static OutgoingRequest outgoing(SdkHttpRequest request) {
    Endpoint endpoint = new Endpoint(request.protocol(), request.host(), request.port());
    Map<String, String> parameters = new HashMap<>();
    request.rawQueryParameters().forEach((name, values) -> parameters.put(name, values.get(0)));
    OutgoingRequest outgoing =
        new OutgoingRequest(request.method(), endpoint, request.encodedPath(), parameters);
    request.forEachHeader((name, values) -> outgoing.header(name, values.get(0)));
    return outgoing;
  }

  private static OutgoingRequest signed(RequestSigner signer, SdkHttpRequest.Builder request) {
    OutgoingRequest outgoing = outgoing(request.build());
    signer.sign(outgoing);
    return outgoing;
  }

  @Test
  void v2ReproducesTheDocumentedListExample() {
    SdkHttpRequest.Builder request =
        request(SdkHttpMethod.GET, "/johnsmith/")
            .putRawQueryParameter("prefix", "photos")
            .putRawQueryParameter("max-keys", "50")
            .putRawQueryParameter("marker", "puppy");

    String text =
        SigV2Signer.textToSign(
            signed(new SigV2Signer(ACCESS, SECRET, at("2007-03-27T19:42:41Z")), request));

    assertThat(text).isEqualTo("GET\n\n\nTue, 27 Mar 2007 19:42:41 GMT\n/johnsmith/");
  }

  @Test
  void v2SignatureMatchesTheDocumentedOne() {
    SdkHttpRequest request =
        request(SdkHttpMethod.GET, "/awsexamplebucket1/photos/puppy.jpg")
            .putHeader("Date", "Tue, 27 Mar 2007 19:36:42 +0000")
            .build();

    assertThat(new SigV2Signer(ACCESS, SECRET, Clock.systemUTC()).signature(outgoing(request)))
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

    assertThat(SigV2Signer.textToSign(outgoing(request)))
        .isEqualTo(
            "PUT\n\ntext/plain\nD\nx-amz-acl:private\nx-amz-meta-b:2\n/b/k?acl&versionId=v1");
  }

  @Test
  void v4LeavesTheBodyOutOverPlainHttpAndKeepsTheRequest() {
    SdkHttpRequest.Builder request =
        request(SdkHttpMethod.PUT, "/b/a%2F%2E").port(8000).putRawQueryParameter("acl", "");

    OutgoingRequest signed =
        signed(new SigV4Signer(ACCESS, SECRET, "us-east-1", at("2026-01-02T03:04:05Z")), request);

    assertThat(signed.protocol()).isEqualTo("http");
    assertThat(signed.port()).isEqualTo(8000);
    assertThat(signed.encodedPath()).isEqualTo("/b/a%2F%2E?acl=");
    assertThat(signed.firstMatchingHeader("Host")).hasValue("s3.amazonaws.com:8000");
    assertThat(signed.firstMatchingHeader("x-amz-content-sha256")).hasValue("UNSIGNED-PAYLOAD");
    assertThat(signed.firstMatchingHeader("x-amz-date")).hasValue("20260102T030405Z");
    assertThat(signed.firstMatchingHeader("Authorization").orElseThrow())
        .startsWith("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260102/us-east-1/s3/");
  }

  @Test
  void v4SaysTheSecondOfEachRequest() {
    Instant first = Instant.parse("2026-01-02T23:59:59.1Z");
    Iterator<Instant> times =
        List.of(first, first.plusMillis(800), first.plusMillis(900), first).iterator();
    RequestSigner signer = new SigV4Signer(ACCESS, SECRET, "eu-x", clockOf(times));

    assertThat(Stream.generate(() -> request(SdkHttpMethod.GET, "/b/k")).limit(4))
        .extracting(request -> signed(signer, request).firstMatchingHeader("x-amz-date").get())
        .containsExactly(
            "20260102T235959Z", "20260102T235959Z", "20260103T000000Z", "20260102T235959Z");
  }

  private static Clock clockOf(Iterator<Instant> times) {
    return new Clock() {
      @Override
      public Instant instant() {
        return times.next();
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }

  /** Amazon's own signer is the judge, over requests of every kind that is sent. */
  @Test
  void v4SignsAsAmazonsSignerDoes() {
    Clock clock = at("2026-01-02T03:04:05Z");
    RequestSigner signer = new SigV4Signer(ACCESS, SECRET, "eu-x", clock);
    List<SdkHttpRequest> requests =
        List.of(
            request(SdkHttpMethod.GET, "/b").build(),
            request(SdkHttpMethod.GET, "/b/a%20%2B//../%C3%BC").port(8000).build(),
            request(SdkHttpMethod.GET, "/b")
                .putRawQueryParameter("rgwx-uid", "tenant$user")
                .putRawQueryParameter("acl", "")
                .putRawQueryParameter("prefix", "a b+c/~\u00fc*")
                .putRawQueryParameter("Zebra", "1")
                .build(),
            request(SdkHttpMethod.PUT, "/b/k")
                .putHeader("Content-Length", "12")
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .putHeader("x-amz-meta-Mixed-Case", "One Two")
                .putHeader("Expect", "100-continue")
                .putHeader("x-amz-grant-read", "id=\"a\", id=\"b\"")
                .build(),
            request(SdkHttpMethod.PUT, "/b/k").protocol("https").port(443).build());

    for (SdkHttpRequest request : requests) {
      assertThat(signed(signer, request.toBuilder()).firstMatchingHeader("Authorization"))
          .isEqualTo(bySdk(request, clock).firstMatchingHeader("Authorization"));
    }
  }

  private static SdkHttpRequest bySdk(SdkHttpRequest request, Clock clock) {
    SdkHttpRequest.Builder shown =
        request.toBuilder().putHeader("Host", outgoing(request).header("host")).protocol("https");
    return AwsV4HttpSigner.create()
        .sign(
            asked ->
                asked
                    .identity(AwsCredentialsIdentity.create(ACCESS, SECRET.reveal()))
                    .request(shown.build())
                    .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "s3")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-x")
                    .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, false)
                    .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, false)
                    .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                    .putProperty(HttpSigner.SIGNING_CLOCK, clock))
        .request();
  }

  @Test
  void v4LeavesOutWhatIsNotReadAlikeEverywhere() {
    OutgoingRequest signed =
        signed(
            new SigV4Signer(ACCESS, SECRET, "us-east-1", at("2026-01-02T03:04:05Z")),
            request(SdkHttpMethod.PUT, "/b/k")
                .putHeader("x-amz-meta-empty", "")
                .putHeader("x-amz-meta-runs", "a  b")
                .putHeader("x-amz-meta-bytes", "\u00c3\u00bc")
                .putHeader("x-amz-meta-plain", "a b"));

    assertThat(signed.firstMatchingHeader("Authorization").orElseThrow())
        .contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-meta-plain,");
    assertThat(signed.firstMatchingHeader("x-amz-meta-runs")).hasValue("a  b");
  }
}
