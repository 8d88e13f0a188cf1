package io.gyre.store;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.head;
import static com.github.tomakehurst.wiremock.client.WireMock.noContent;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static io.gyre.store.StoreFixture.done;
import static io.gyre.store.StoreFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.gyre.config.StorePreset;
import io.gyre.config.Verification;
import io.gyre.copy.ObjectVersion;
import io.gyre.copy.VersionStore;
import io.gyre.failure.FailureClass;
import io.gyre.log.BucketName;
import io.gyre.testing.UserBucket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;

/** What is made of what a store answers about locks. */
class StoreLocksTest {
  private static final String LOCK =
      "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled>"
          + "</ObjectLockConfiguration>";
  private static final String IN_A_YEAR = Instant.now().plus(Duration.ofDays(365)).toString();

  private static StoreFixture zones;
  private static UserBucket source;
  private static WireMockServer server;
  private static final BucketName BUCKET = new BucketName("", "locked");
  private StoreLocks locks;

  @BeforeAll
  static void start() {
    zones = new StoreFixture();
    source = new UserBucket(zones.owner(), BUCKET.name()).createWithObjectLock();
    server = new WireMockServer(options().dynamicPort());
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop();
    zones.close();
  }

  @BeforeEach
  void nothingIsAnswered() {
    server.resetAll();
    zones.losses.told.clear();
    locks =
        new StoreLocks(
            zones.clientAt(endpoint(), StorePreset.GENERIC), Clock.systemUTC(), zones.losses);
  }

  private static String endpoint() {
    return "http://localhost:" + server.port();
  }

  private static MappingBuilder configuration() {
    return get(urlPathEqualTo("/locked"));
  }

  private static ResponseDefinitionBuilder error(int status, String code) {
    return aResponse()
        .withStatus(status)
        .withBody("<Error><Code>" + code + "</Code><Message>no</Message></Error>");
  }

  private static List<String> seen() {
    return server.findAll(anyRequestedFor(anyUrl())).stream()
        .map(
            request ->
                request.getMethod().value()
                    + request
                        .getUrl()
                        .replaceAll(".*[?&](\\w[-\\w]*)=(&.*)?$", " $1")
                        .replaceAll("^/.*", "")
                    + request.getBodyAsString().replaceAll("(?s).*<Status>(\\w+).*|.*", " $1"))
        .map(String::strip)
        .toList();
  }

  private static ObjectVersion version(String key) {
    return new ObjectVersion(BUCKET, key, source.id(key, 0));
  }

  @Test
  void whatIsNotAnAnswerAboutLocksIsAskedForAgain() throws Exception {
    server.stubFor(configuration().willReturn(aResponse().withStatus(404).withBody("a page")));
    assertThat(failure(locks.of(BUCKET, false)).status()).isEqualTo(404);

    server.stubFor(configuration().willReturn(error(403, "AccessDenied")));
    assertThat(done(locks.of(BUCKET, false))).isEqualTo(StoreLocks.State.NONE);
    assertThat(failure(locks.of(BUCKET, true)).failureClass()).isEqualTo(FailureClass.DENIED);

    server.stubFor(configuration().willReturn(ok(LOCK)));
    assertThat(done(locks.of(BUCKET, true))).isEqualTo(StoreLocks.State.LOCK);
  }

  @Test
  void aLockThatAVersionGetsLaterIsLostWhereTheStoreHasNone() throws Exception {
    server.stubFor(configuration().willReturn(error(404, "ObjectLockConfigurationNotFoundError")));
    source.put("later", "text");
    source.hold("later", source.id("later", 0), true);

    done(
        zones.read(
            version("later"), found -> locks.equalize(found, "v1").thenApply(equal -> true)));

    assertThat(zones.losses.told).containsExactly("later: lock");
  }

  @Test
  void aBucketThatIsRefusedWithObjectLockIsMadeWithout() throws Exception {
    server.stubFor(get(anyUrl()).willReturn(ok("<VersioningConfiguration/>")));
    server.stubFor(put(anyUrl()).willReturn(ok()));
    server.stubFor(delete(anyUrl()).willReturn(noContent()));
    server.stubFor(
        put(anyUrl())
            .withHeader("x-amz-bucket-object-lock-enabled", equalTo("true"))
            .willReturn(error(400, "InvalidArgument")));

    done(store(Verification.ETAG).buckets().make(zones.sourceBucket("locked"), "id"));

    server.stubFor(
        put(anyUrl())
            .withHeader("x-amz-bucket-object-lock-enabled", equalTo("true"))
            .willReturn(error(409, "OperationAborted")));
    assertThat(
            failure(store(Verification.ETAG).buckets().make(zones.sourceBucket("locked"), "id"))
                .code())
        .as("a conflict passes, and the bucket gets its lock")
        .isEqualTo("OperationAborted");
  }

  private static Store store(Verification verification) {
    return zones.openAt(endpoint(), StorePreset.GENERIC, Optional.of(verification));
  }

  @Test
  void whatComplianceKeepsKeepsItsHoldToo() {
    server.stubFor(configuration().willReturn(ok(LOCK)));
    server.stubFor(delete(anyUrl()).willReturn(error(403, "AccessDenied")));
    server.stubFor(
        head(anyUrl())
            .willReturn(
                ok().withHeader("x-amz-object-lock-legal-hold", "ON")
                    .withHeader("x-amz-object-lock-mode", "COMPLIANCE")
                    .withHeader("x-amz-object-lock-retain-until-date", IN_A_YEAR)));

    assertThat(failure(locks.remove(BUCKET, "k", "v1")).failureClass())
        .isEqualTo(FailureClass.DENIED);

    assertThat(seen()).containsExactly("GET object-lock", "DELETE", "HEAD");
  }

  @Test
  void whatStaysWithoutItsHoldGetsItBack() {
    server.stubFor(configuration().willReturn(ok(LOCK)));
    server.stubFor(delete(anyUrl()).willReturn(error(403, "AccessDenied")));
    server.stubFor(
        head(anyUrl()).willReturn(ok().withHeader("x-amz-object-lock-legal-hold", "ON")));
    server.stubFor(put(anyUrl()).willReturn(ok()));

    assertThat(failure(locks.remove(BUCKET, "k", "v1")).failureClass())
        .isEqualTo(FailureClass.DENIED);

    assertThat(seen())
        .containsExactly(
            "GET object-lock",
            "DELETE",
            "HEAD",
            "PUT legal-hold OFF",
            "DELETE",
            "PUT legal-hold ON");
  }

  @Test
  void aCopyIsUnderComplianceOnlyOnceItIsVerified() throws Exception {
    server.stubFor(configuration().willReturn(ok(LOCK.replace("</Obj", "<Rule></Rule></Obj"))));
    server.stubFor(delete(anyUrl()).willReturn(noContent()));
    server.stubFor(put(anyUrl()).willReturn(written("0123456789abcdef0123456789abcdef")));
    source.put("wrong", "text");
    Instant end = Instant.parse(IN_A_YEAR);
    source.retain("wrong", source.id("wrong", 0), ObjectLockRetentionMode.COMPLIANCE, end);

    assertThat(failure(copy()).failureClass()).isEqualTo(FailureClass.CORRUPT);

    List<LoggedRequest> writes = server.findAll(putRequestedFor(anyUrl()));
    assertThat(writes).hasSize(1);
    assertThat(writes.get(0).getHeader("x-amz-object-lock-mode"))
        .as("else it would be under the bucket's default")
        .isEqualTo("GOVERNANCE");
    server.verify(deleteRequestedFor(urlPathEqualTo("/locked/wrong")));

    String etag = ContentMd5.of("text");
    server.stubFor(
        put(anyUrl())
            .willReturn(written(HexFormat.of().formatHex(Base64.getDecoder().decode(etag)))));
    done(copy());

    List<LoggedRequest> all = server.findAll(putRequestedFor(anyUrl()));
    assertThat(all.get(all.size() - 1).getUrl()).contains("retention").contains("versionId=v1");
    assertThat(all.get(all.size() - 1).getBodyAsString()).contains("<Mode>COMPLIANCE</Mode>");
  }

  private static ResponseDefinitionBuilder written(String etag) {
    return ok().withHeader("ETag", '"' + etag + '"').withHeader("x-amz-version-id", "v1");
  }

  private static CompletionStage<VersionStore.Copy> copy() {
    return store(Verification.ETAG).objects().copy(version("wrong"), OptionalLong.of(1));
  }
}
