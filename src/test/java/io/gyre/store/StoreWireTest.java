package io.gyre.store;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.noContent;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static io.gyre.store.StoreFixture.done;
import static io.gyre.store.StoreFixture.failure;
import static io.gyre.store.StoreFixture.plain;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.gyre.config.StorePreset;
import io.gyre.config.Verification;
import io.gyre.copy.RelayResult;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.route.RawPut;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.MetadataDirective;

/** What stores get to see that are no gateway, and what is made of what they answer. */
class StoreWireTest {
  private static final String TEXT = "a text";
  private static final String CRC = "x-amz-checksum-crc32c";
  private static final String OTHER = "0123456789abcdef0123456789abcdef";
  private static final Pattern AUTHORIZATION =
      Pattern.compile("(\\S+) Credential=([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]+)");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private static StoreFixture zones;
  private static WireMockServer server;
  private static BucketName bucket;

  @BeforeAll
  static void start() {
    zones = new StoreFixture();
    bucket = zones.bucket("wire");
    server = new WireMockServer(options().dynamicPort());
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop();
    zones.close();
  }

  @AfterEach
  void nothingIsAnswered() {
    server.resetAll();
    zones.losses.told.clear();
  }

  private static Store store(StorePreset preset, Verification verification) {
    return zones.openAt("http://localhost:" + server.port(), preset, Optional.of(verification));
  }

  private static ResponseDefinitionBuilder taken(String etag) {
    return ok().withHeader("ETag", '"' + etag + '"');
  }

  private static String md5(String text) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
  }

  private static List<LoggedRequest> seen() {
    return server.findAll(anyRequestedFor(anyUrl()));
  }

  @ParameterizedTest
  @EnumSource
  void aPresetSaysWhereTheBucketIsNamedAndEverySignatureIsRight(StorePreset preset)
      throws Exception {
    server.stubFor(put(anyUrl()).willReturn(taken(md5(RawPut.CONTENT))));
    String key = "dir//a b+c/\u00fc%2F";
    RawPut.put(zones.owner(), bucket.name(), key, Map.of("umlaut", "\u00fc  two blanks"));
    zones.owner().setTags(bucket.name(), key, Map.of("a", "b c"));

    done(store(preset, Verification.ETAG).objects().relay(plain(bucket, key)));

    boolean inHost = preset == StorePreset.AWS;
    LoggedRequest request = seen().get(0);
    assertThat(request.header("Host").firstValue())
        .isEqualTo((inHost ? "wire.localhost:" : "localhost:") + server.port());
    assertThat(request.getUrl()).isEqualTo((inHost ? "" : "/wire") + "/dir//a%20b%2Bc/%C3%BC%252F");
    assertSigned(request);
    if (preset == StorePreset.AWS || preset == StorePreset.GENERIC) {
      assertThat(unsigned(request)).as("such stores want all of these signed").isEmpty();
    }
  }

  private static String[] authorization(LoggedRequest request) {
    Matcher matcher = AUTHORIZATION.matcher(request.header("Authorization").firstValue());
    assertThat(matcher.matches()).isTrue();
    return new String[] {matcher.group(3), matcher.group(4)};
  }

  private static List<String> unsigned(LoggedRequest request) {
    List<String> signed = List.of(authorization(request)[0].split(";"));
    return request.getHeaders().keys().stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .filter(name -> name.startsWith("x-amz-") && !signed.contains(name))
        .toList();
  }

  /** Amazon's own signer is the judge. */
  private static void assertSigned(LoggedRequest request) {
    String[] authorization = authorization(request);
    SdkHttpRequest.Builder copy =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(request.getMethod().value()))
            .uri(java.net.URI.create("http://" + request.header("Host").firstValue()))
            .encodedPath(request.getUrl());
    for (String name : authorization[0].split(";")) {
      if (!name.equals("host")) {
        copy.putHeader(name, request.header(name).firstValue());
      }
    }
    Instant at = Instant.from(TIME.parse(request.header("X-Amz-Date").firstValue()));
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                sign ->
                    sign.identity(
                            AwsCredentialsIdentity.create(
                                "AKIAIOSFODNN7EXAMPLE", StoreFixture.SECRET))
                        .request(copy.build())
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, StoreFixture.REGION)
                        .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, false)
                        .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC)))
            .request();
    assertThat(signed.firstMatchingHeader("Authorization").orElseThrow())
        .endsWith("Signature=" + authorization[1]);
  }

  @Test
  void aBucketIsMadeInTheRegionWhereTheStoreWantsToBeTold() throws Exception {
    server.stubFor(put(anyUrl()).willReturn(ok()));
    server.stubFor(get(anyUrl()).willReturn(error(404, "NoSuchConfiguration")));

    done(
        store(StorePreset.AWS, Verification.ETAG).buckets().make(zones.sourceBucket("wire"), "id"));

    LoggedRequest made =
        seen().stream().filter(request -> request.getUrl().equals("/")).findFirst().orElseThrow();
    assertThat(made.getBodyAsString())
        .contains("<LocationConstraint>" + StoreFixture.REGION + "</LocationConstraint>");
  }

  /** Its DELETE would remove the bucket. */
  @Test
  void aStoreThatOverlooksWhatItIsAskedForIsNotAskedToRemoveThat() throws Exception {
    server.stubFor(put(anyUrl()).willReturn(ok()));
    server.stubFor(
        get(anyUrl()).willReturn(ok("<ListBucketResult><Name>w</Name></ListBucketResult>")));
    server.stubFor(delete(anyUrl()).willReturn(noContent()));

    done(
        store(StorePreset.GENERIC, Verification.ETAG)
            .buckets()
            .make(zones.sourceBucket("wire"), "id"));

    assertThat(server.findAll(getRequestedFor(urlEqualTo("/wire?policy=")))).isNotEmpty();
    assertThat(server.findAll(deleteRequestedFor(anyUrl()))).isEmpty();
  }

  @Test
  void aStoreWithoutVersionsSaysSoOfABucketThatHasSome() {
    zones.owner().createBucket("versions");
    zones.owner().setVersioning("versions", BucketVersioningStatus.ENABLED);
    server.stubFor(put(anyUrl()).willReturn(ok()));
    server.stubFor(get(anyUrl()).willReturn(ok("<VersioningConfiguration/>")));
    server.stubFor(
        put(urlEqualTo("/versions?versioning=")).willReturn(error(501, "NotImplemented")));

    assertThat(
            failure(
                store(StorePreset.GENERIC, Verification.ETAG)
                    .buckets()
                    .make(zones.sourceBucket("versions"), "id")))
        .hasMessageContaining("keeps no versions")
        .extracting(GatewayException::failureClass)
        .isEqualTo(FailureClass.INVALID);
  }

  @Test
  void aProxyDoesNotSayWhatAStoreKnows() {
    zones.owner().createBucket("proxied");
    zones.owner().setVersioning("proxied", BucketVersioningStatus.ENABLED);
    server.stubFor(put(anyUrl()).willReturn(ok()));
    server.stubFor(get(anyUrl()).willReturn(ok("<VersioningConfiguration/>")));
    server.stubFor(
        put(urlEqualTo("/proxied?versioning="))
            .willReturn(aResponse().withStatus(501).withBody("<html>not here</html>")));

    assertThat(
            failure(
                store(StorePreset.GENERIC, Verification.ETAG)
                    .buckets()
                    .make(zones.sourceBucket("proxied"), "id")))
        .hasMessageContaining("answered 501")
        .hasMessageNotContaining("keeps no versions");
  }

  private static ResponseDefinitionBuilder error(int status, String code) {
    return aResponse().withStatus(status).withBody("<Error><Code>" + code + "</Code></Error>");
  }

  private static RelayResult.Copied relay(Verification verification) throws Exception {
    zones.owner().put(bucket.name(), "k", TEXT);
    return (RelayResult.Copied)
        done(store(StorePreset.MINIO, verification).objects().relay(plain(bucket, "k")));
  }

  private static GatewayException refusal(Verification verification) {
    zones.owner().put(bucket.name(), "k", TEXT);
    server.stubFor(delete(anyUrl()).willReturn(noContent()));
    return failure(store(StorePreset.MINIO, verification).objects().relay(plain(bucket, "k")));
  }

  private static void assertRemoved() {
    LoggedRequest last = seen().get(seen().size() - 1);
    assertThat(last.getMethod().value() + " " + last.getUrl())
        .isEqualTo("DELETE /wire/k?versionId=v1");
  }

  @Test
  void byItsEtagACopyWithAnotherOneIsNoneAndDoesNotStay() {
    server.stubFor(put(anyUrl()).willReturn(taken(OTHER).withHeader("x-amz-version-id", "v1")));

    GatewayException refusal = refusal(Verification.ETAG);

    assertThat(refusal.failureClass()).isEqualTo(FailureClass.CORRUPT);
    assertThat(refusal).hasMessageContaining(OTHER).hasMessageContaining("destination.verify");
    assertRemoved();
  }

  @Test
  void byItsChecksumACopyMayHaveAnotherEtagWhichIsTold() throws Exception {
    server.stubFor(put(anyUrl()).willReturn(taken(OTHER)));

    assertThat(relay(Verification.CHECKSUM).etagKept()).isFalse();

    LoggedRequest written = seen().get(0);
    assertThat(HexFormat.of().formatHex(decoded(written.header("Content-MD5").firstValue())))
        .isEqualTo(md5(TEXT));
    assertThat(zones.losses.told).containsExactly("k: ETag");
  }

  @Test
  void byItsCrc32cASmallCopyIsBelievedOnceTheStoreRepeatsIt() throws Exception {
    String sum = crc32c(TEXT.getBytes(UTF_8));
    server.stubFor(put(anyUrl()).willReturn(taken(OTHER).withHeader(CRC, sum)));
    assertThat(relay(Verification.CHECKSUM).etagKept()).isFalse();
    assertThat(seen().get(0).header(CRC).firstValue()).isEqualTo(sum);

    server.stubFor(
        put(anyUrl())
            .willReturn(
                taken(OTHER).withHeader(CRC, "AAAAAA==").withHeader("x-amz-version-id", "v1")));
    assertThat(refusal(Verification.CHECKSUM).failureClass()).isEqualTo(FailureClass.CORRUPT);
    assertRemoved();
  }

  @Test
  void partsAreSentWithTheirCrc32cBehindThemAndNotReadOnceMoreWhereItIsRepeated() throws Exception {
    byte[] part = new byte[5 << 20];
    part[77] = 1;
    zones.owner().multipart(bucket.name(), "k", part, new byte[9]);
    String ofFirst = crc32c(part);
    String ofLast = crc32c(new byte[9]);
    server.stubFor(get(anyUrl()).willReturn(ok("<ListMultipartUploadsResult/>")));
    server.stubFor(post("/wire/k?uploads=").willReturn(ok("<R><UploadId>id</UploadId></R>")));
    server.stubFor(
        put("/wire/k?partNumber=1&uploadId=id").willReturn(taken("one").withHeader(CRC, ofFirst)));
    server.stubFor(
        put("/wire/k?partNumber=2&uploadId=id").willReturn(taken("two").withHeader(CRC, ofLast)));
    server.stubFor(post("/wire/k?uploadId=id").willReturn(ok("<R><ETag>whole</ETag></R>")));

    done(store(StorePreset.MINIO, Verification.CHECKSUM).objects().relay(plain(bucket, "k")));

    LoggedRequest first =
        seen().stream()
            .filter(request -> request.getUrl().contains("partNumber=1"))
            .findFirst()
            .orElseThrow();
    assertThat(first.header("x-amz-content-sha256").firstValue())
        .isEqualTo("STREAMING-UNSIGNED-PAYLOAD-TRAILER");
    assertThat(unsigned(first)).isEmpty();
    assertThat(first.header("x-amz-decoded-content-length").firstValue())
        .isEqualTo("" + part.length);
    assertThat(unframed(first.getBody())).isEqualTo(part);
    assertThat(new String(first.getBody(), ISO_8859_1))
        .endsWith("0\r\n" + CRC + ":" + ofFirst + "\r\n\r\n");
    assertThat(seen().get(seen().size() - 1).getBodyAsString())
        .contains("<ChecksumCRC32C>" + ofLast + "</ChecksumCRC32C>");
    server.verify(0, getRequestedFor(urlEqualTo("/wire/k")));
  }

  private static byte[] unframed(byte[] body) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    String text = new String(body, ISO_8859_1);
    int at = 0;
    while (true) {
      int end = text.indexOf("\r\n", at);
      int length = Integer.parseInt(text.substring(at, end), 16);
      if (length == 0) {
        return data.toByteArray();
      }
      data.write(body, end + 2, length);
      at = end + 2 + length + 2;
    }
  }

  private static String crc32c(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Base64.getEncoder()
        .encodeToString(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  private static byte[] decoded(String base64) {
    return java.util.Base64.getDecoder().decode(base64);
  }

  /** A copy within the source keeps the ETag of an upload in parts, and forgets the parts. */
  @Test
  void whereTheSourceDoesNotTellThePartsEachIsSummedOnItsWay() throws Exception {
    zones.owner().multipart(bucket.name(), "k", new byte[5 << 20], new byte[9]);
    zones
        .owner()
        .client()
        .copyObject(
            copy ->
                copy.sourceBucket(bucket.name())
                    .sourceKey("k")
                    .destinationBucket(bucket.name())
                    .destinationKey("k")
                    .metadataDirective(MetadataDirective.REPLACE));
    server.stubFor(get(anyUrl()).willReturn(ok("<ListMultipartUploadsResult/>")));
    server.stubFor(post("/wire/k?uploads=").willReturn(ok("<R><UploadId>id</UploadId></R>")));
    server.stubFor(put(anyUrl()).willReturn(taken(OTHER)));

    GatewayException refusal =
        failure(store(StorePreset.GENERIC, Verification.ETAG).objects().relay(plain(bucket, "k")));

    assertThat(refusal.failureClass()).isEqualTo(FailureClass.CORRUPT);
    server.verify(deleteRequestedFor(urlEqualTo("/wire/k?uploadId=id")));
  }

  @Test
  void readBackItIsTheBytesThatCount() throws Exception {
    server.stubFor(put(anyUrl()).willReturn(taken(OTHER)));
    server.stubFor(get("/wire/k").willReturn(ok(TEXT)));
    assertThat(relay(Verification.READ_BACK).etagKept()).isFalse();

    server.stubFor(put(anyUrl()).willReturn(taken(OTHER).withHeader("x-amz-version-id", "v1")));
    server.stubFor(get("/wire/k?versionId=v1").willReturn(ok("b text")));
    assertThat(refusal(Verification.READ_BACK).failureClass()).isEqualTo(FailureClass.CORRUPT);

    assertRemoved();
  }
}
