package io.gyre.rgw;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.gyre.config.Endpoint;
import io.gyre.config.Secret;
import io.gyre.config.Signature;
import io.gyre.config.TimeoutsConfig;
import io.gyre.config.ZoneConfig;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.lease.Lease.Answer;
import io.gyre.lease.WriteFence;
import io.gyre.log.BucketShard;
import io.gyre.log.ListingPosition;
import io.gyre.log.LogPosition;
import io.gyre.metadata.ZoneFacts;
import io.gyre.testing.RawServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayClientTest {
  private static final ActorTestKit PEKKO = ActorTestKit.create();
  private static final String NOT_FOUND =
      "{\"Code\":\"NoSuchKey\",\"RequestId\":\"tx1-z\",\"HostId\":\"h\"}";

  @RegisterExtension
  static final WireMockExtension GATEWAY =
      WireMockExtension.newInstance()
          .options(
              WireMockConfiguration.wireMockConfig()
                  .dynamicPort()
                  .dynamicHttpsPort()
                  .bindAddress("127.0.0.1"))
          .build();

  private final GatewayClient client = client(List.of(gateway()), Signature.V4);
  private final RgwMetadataStore metadata = new RgwMetadataStore(client);
  private final RgwChangeLog log = new RgwChangeLog(client);

  @AfterAll
  static void stop() {
    PEKKO.shutdownTestKit();
  }

  private static Endpoint gateway() {
    return Endpoint.parse("http://127.0.0.1:" + GATEWAY.getPort());
  }

  private static GatewayClient client(List<Endpoint> endpoints, Signature signature) {
    return client(endpoints, signature, WriteFence.open());
  }

  private static GatewayClient client(
      List<Endpoint> endpoints, Signature signature, WriteFence fence) {
    return client(endpoints, signature, fence, TimeoutsConfig.defaults());
  }

  private static GatewayClient client(
      List<Endpoint> endpoints, Signature signature, WriteFence fence, TimeoutsConfig timeouts) {
    ZoneConfig zone =
        new ZoneConfig(
            endpoints,
            "AK",
            Secret.of("very secret"),
            Optional.empty(),
            "us-east-1",
            signature,
            Optional.empty(),
            false);
    return GatewayClient.create(PEKKO.system(), "source", zone, timeouts, Clock.systemUTC(), fence);
  }

  private static void answer(ResponseDefinitionBuilder answer) {
    GATEWAY.stubFor(any(anyUrl()).willReturn(answer));
  }

  private static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static GatewayException failure(CompletionStage<?> stage) throws Exception {
    return (GatewayException)
        stage
            .handle((result, failure) -> GatewayException.unwrap(failure))
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
  }

  /** Without a realm there is no period to look the log up in. */
  @Test
  void aMetadataLogThatAnswers400IsNone() throws Exception {
    answer(aResponse().withStatus(400).withBody("{\"Code\":\"InvalidArgument\"}"));

    assertThat(await(log.metadataLog())).isEmpty();
  }

  @Test
  void aMetadataLogThatMayNotBeReadIsNotTakenForNone() throws Exception {
    answer(aResponse().withStatus(403).withBody("{\"Code\":\"AccessDenied\"}"));

    assertThat(failure(log.metadataLog()).failureClass()).isEqualTo(FailureClass.DENIED);
  }

  /** The server's certificate is its own authority, which the system does not know. */
  @Test
  void aCertificateThatTheSystemDoesNotTrustIsRefused() throws Exception {
    Endpoint secure = Endpoint.parse("https://127.0.0.1:" + GATEWAY.getHttpsPort());
    answer(aResponse().withBody("{}"));

    GatewayException failure =
        failure(client(List.of(secure), Signature.V4).json(GatewayRequest.get("/admin/usage")));

    assertThat(failure).hasMessageContaining("ca-file names the authorities");
    assertThat(GATEWAY.getAllServeEvents()).as("no signed request").isEmpty();
  }

  @Test
  void toAnEndpointOfAnotherZoneNothingIsSentButTheQuestionWhichItIs() throws Exception {
    GatewayClient guarded = guarded();
    answer(aResponse().withBody("{\"id\":\"z2\",\"name\":\"other\",\"realm_id\":\"r\"}"));
    assertThat(failure(guarded.send(GatewayRequest.get("/admin/usage"))))
        .hasMessageContaining("not known yet");

    guarded.serves(zone("z1"));
    GatewayException failure = failure(guarded.send(GatewayRequest.get("/admin/usage")));

    assertThat(failure)
        .hasMessageContaining(
            gateway() + " does not serve zone mine (id z1) but zone other (id z2)");
    assertThat(failure.isOfTheEndpoint()).as("counts against no object").isTrue();
    GATEWAY.verify(0, getRequestedFor(urlEqualTo("/admin/usage")));
    answer(aResponse().withBody("{\"id\":\"z1\",\"name\":\"mine\",\"realm_id\":\"r\"}"));
    await(guarded.send(GatewayRequest.get("/admin/usage")));
    await(guarded.each().get(0).send(GatewayRequest.get("/admin/usage")));
    GATEWAY.verify(2, getRequestedFor(urlEqualTo("/admin/usage")));
  }

  /** With its clock or ours off, whatever else were sent would be refused as well. */
  @ParameterizedTest
  @ValueSource(strings = {"RequestTimeTooSkewed", "InvalidAccessKeyId"})
  void toAnEndpointThatRefusesUsNothingIsSentButTheQuestion(String code) throws Exception {
    GatewayClient guarded = guarded();
    guarded.serves(zone("z1"));
    answer(aResponse().withBody("{\"id\":\"z1\",\"name\":\"mine\",\"realm_id\":\"r\"}"));
    await(guarded.send(GatewayRequest.get("/admin/usage")));
    answer(
        aResponse().withStatus(403).withBody("{\"Code\":\"" + code + "\",\"RequestId\":\"tx\"}"));

    assertThat(failure(guarded.send(GatewayRequest.get("/admin/usage"))).code()).isEqualTo(code);
    for (int i = 0; i < 3; i++) {
      GatewayException held = failure(guarded.send(GatewayRequest.get("/admin/usage")));
      assertThat(held).hasMessageContaining("403 " + code);
      assertThat(held.isOfNothingSent()).isTrue();
    }

    GATEWAY.verify(2, getRequestedFor(urlEqualTo("/admin/usage")));
    answer(aResponse().withBody("{\"id\":\"z1\",\"name\":\"mine\",\"realm_id\":\"r\"}"));
    await(guarded.send(GatewayRequest.get("/admin/usage")));
  }

  @Test
  void aRefusalOfTheDateSaysBothTimesAndWhatToDo() throws Exception {
    answer(
        aResponse()
            .withStatus(403)
            .withHeader("Date", "Sat, 03 Jan 2026 10:00:00 GMT")
            .withBody("{\"Code\":\"RequestTimeTooSkewed\",\"RequestId\":\"tx\"}"));

    assertThat(failure(client.send(GatewayRequest.get("/admin/usage"))))
        .hasMessageContainingAll(
            "source (" + gateway(), "2026-01-03T10:00:00Z", "set the one that is wrong");
  }

  private static GatewayClient guarded() {
    ZoneConfig zone =
        new ZoneConfig(
            List.of(gateway()),
            "AK",
            Secret.of("very secret"),
            Optional.empty(),
            "us-east-1",
            Signature.V4,
            Optional.empty(),
            false);
    return GatewayClient.guarded(
        PEKKO.system(),
        "source",
        zone,
        TimeoutsConfig.defaults(),
        Clock.systemUTC(),
        WriteFence.open());
  }

  private static ZoneFacts zone(String id) {
    return new ZoneFacts(id, "mine", "", "", "r", Set.of(), "default-placement", true, 1);
  }

  @Test
  void keysAreStrictlyEncodedInTheQuery() throws Exception {
    answer(aResponse().withBody("{\"data\":{}}"));

    await(metadata.get("bucket", "te st/a?b&c=d+é%2F~"));

    GATEWAY.verify(
        getRequestedFor(
            urlEqualTo("/admin/metadata/bucket?key=te%20st%2Fa%3Fb%26c%3Dd%2B%C3%A9%252F~")));
  }

  @ParameterizedTest
  @EnumSource(Signature.class)
  void requestsAreSigned(Signature signature) throws Exception {
    answer(aResponse().withStatus(204));
    JsonNode object = LogJsonTest.json("{'data':{'a':1}}");

    await(new RgwMetadataStore(client(List.of(gateway()), signature)).put("user", "alice", object));

    GATEWAY.verify(
        putRequestedFor(urlEqualTo("/admin/metadata/user?key=alice"))
            .withHeader(
                "Authorization", matching(signature == Signature.V4 ? "AWS4.*" : "AWS AK:.*"))
            .withHeader("Content-Length", equalTo("16"))
            .withRequestBody(equalTo("{\"data\":{\"a\":1}}")));
  }

  @Test
  void aTenantsBucketIsNamedInThePathAndNotInTheInstance() throws Exception {
    answer(aResponse().withBody("{\"IsTruncated\":\"false\",\"Entries\":[]}"));

    await(log.list(BucketShard.parse("acme/docs:z.1:3"), ListingPosition.START, 5));

    GATEWAY.verify(
        getRequestedFor(
            urlEqualTo(
                "/acme%3Adocs?versions=&format=json&objs-container=true&max-keys=5"
                    + "&rgwx-bucket-instance=docs%3Az.1%3A3")));
  }

  @Test
  void theBeginningOfALogIsNoMarkerAtAll() throws Exception {
    answer(aResponse().withBody("{\"marker\":\"\",\"truncated\":false,\"entries\":[]}"));

    await(log.readDataLog(7, LogPosition.ORIGIN, 10));
    await(log.readDataLog(7, LogPosition.of("m"), 10));

    String url = "/admin/log?type=data&id=7&extra-info=true&max-entries=10";
    GATEWAY.verify(getRequestedFor(urlEqualTo(url)));
    GATEWAY.verify(getRequestedFor(urlEqualTo(url + "&marker=m")));
  }

  @Test
  void theGatewaysOwn404MeansAbsent() throws Exception {
    answer(aResponse().withStatus(404).withBody(NOT_FOUND));

    assertThat(await(metadata.get("user", "alice"))).isEmpty();
    assertThat(await(log.metadataLog())).isEmpty();
    await(metadata.remove("user", "alice"));
  }

  @Test
  void anybodyElses404ProvesNothing() throws Exception {
    answer(aResponse().withStatus(404).withBody("<html>not found</html>"));

    assertThat(failure(metadata.get("user", "alice")).failureClass())
        .isEqualTo(FailureClass.TRANSIENT);
  }

  @Test
  void halfAListIsNoList() throws Exception {
    answer(aResponse().withBody("[{\"op_id\":\"1#1.1.1\",\"op\":\"write\","));

    GatewayException failure =
        failure(log.readBucketIndex(BucketShard.parse("b:z.1:0"), LogPosition.ORIGIN, 10));

    assertThat(failure.failureClass()).isEqualTo(FailureClass.TRANSIENT);
    assertThat(failure).hasMessageContaining("not one JSON document");

    answer(aResponse().withBody("{\"IsTruncated\":\"false\",\"Entries\":[{\"key\":\"a\""));
    assertThat(
            failure(log.list(BucketShard.parse("b:z.1:0"), ListingPosition.START, 10))
                .failureClass())
        .isEqualTo(FailureClass.TRANSIENT);
  }

  @Test
  void aBodyThatStopsShortIsAFailure() throws Exception {
    answer(aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE));
    assertThat(failure(log.dataLogShards()).failureClass()).isEqualTo(FailureClass.TRANSIENT);

    answer(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    assertThat(failure(log.dataLogShards()).failureClass()).isEqualTo(FailureClass.TRANSIENT);
  }

  /** No single byte of it is late, so only the time of the whole call ends it. */
  @Test
  void anAnswerThatTricklesIsGivenUp() throws Exception {
    TimeoutsConfig standard = TimeoutsConfig.defaults();
    TimeoutsConfig impatient =
        new TimeoutsConfig(
            Duration.ofMillis(500),
            standard.acquire(),
            standard.read(),
            Duration.ofMillis(500),
            standard.objectBase(),
            standard.objectMinThroughput(),
            standard.drain(),
            standard.lease());
    GatewayClient quick = client(List.of(gateway()), Signature.V4, WriteFence.open(), impatient);
    answer(aResponse().withBody("[" + " ".repeat(1000) + "]").withChunkedDribbleDelay(500, 60_000));

    assertThat(failure(new RgwChangeLog(quick).dataLogShards()).failureClass())
        .isEqualTo(FailureClass.TRANSIENT);
  }

  @Test
  void aWriteWithoutAnAnswerMayHaveLanded() throws Exception {
    answer(aResponse().withFault(Fault.EMPTY_RESPONSE));

    assertThat(failure(metadata.remove("user", "alice")).failureClass())
        .isEqualTo(FailureClass.UNKNOWN_OUTCOME);

    answer(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    assertThat(failure(metadata.remove("user", "alice")).failureClass())
        .isEqualTo(FailureClass.UNKNOWN_OUTCOME);
  }

  /** It may be under way at the first gateway still. */
  @Test
  void aWriteThatWasResetIsNotSentToTheNextEndpoint() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    try (RawServer resetting =
        new RawServer(
            connection -> {
              connections.incrementAndGet();
              connection.reset();
            })) {
      Endpoint endpoint = Endpoint.parse(resetting.endpoint());
      GatewayClient two = client(List.of(endpoint, gateway()), Signature.V4);
      answer(aResponse());

      GatewayException failure = failure(new RgwMetadataStore(two).remove("user", "alice"));

      assertThat(failure.failureClass()).isEqualTo(FailureClass.UNKNOWN_OUTCOME);
      assertThat(connections).hasValue(1);
      GATEWAY.verify(0, deleteRequestedFor(anyUrl()));
    }
  }

  @Test
  void failuresNameZoneRequestStatusAndCodeButNoSecret() throws Exception {
    answer(aResponse().withStatus(503).withBody("{\"Code\":\"SlowDown\",\"RequestId\":\"tx1\"}"));

    GatewayException failure = failure(log.dataLogShards());

    assertThat(failure.failureClass()).isEqualTo(FailureClass.THROTTLED);
    assertThat(failure)
        .hasMessage("source (%s): GET /admin/log?type=data answered 503 SlowDown", gateway());
  }

  @Test
  void aRequestThatNeverLeftGoesToTheNextEndpoint() throws Exception {
    answer(aResponse().withBody("{\"num_objects\":128}"));
    GatewayClient two = client(List.of(deadEndpoint(), gateway()), Signature.V4);

    assertThat(await(new RgwChangeLog(two).dataLogShards())).isEqualTo(128);
    assertThat(await(new RgwChangeLog(two).dataLogShards())).isEqualTo(128);
  }

  @Test
  void anUnreachableZoneIsATransientFailureEvenForAWrite() throws Exception {
    GatewayClient dead = client(List.of(deadEndpoint()), Signature.V4);

    assertThat(failure(new RgwMetadataStore(dead).remove("user", "alice")).failureClass())
        .isEqualTo(FailureClass.TRANSIENT);
  }

  private static MetadataLogLease lease(GatewayClient... gateways) {
    return new MetadataLogLease(List.of(gateways), "source-id", "me/1", Duration.ofSeconds(5));
  }

  private static String lockOf(String action) {
    return "/admin/log?type=metadata&"
        + action
        + "=&id=0&period=gyre-source-id&zone-id=gyre&locker-id=me%2F1";
  }

  @Test
  void aLeaseThatSomebodyElseHoldsIsNotTaken() throws Exception {
    answer(aResponse().withStatus(423).withBody("{\"Code\":\"Locked\",\"RequestId\":\"tx\"}"));
    assertThat(await(lease(client).take(Duration.ofSeconds(20)))).isEqualTo(Answer.REFUSED);

    answer(aResponse());
    assertThat(await(lease(client).take(Duration.ofSeconds(20)))).isEqualTo(Answer.HELD);
    GATEWAY.verify(2, postRequestedFor(urlEqualTo(lockOf("lock") + "&length=20")));
  }

  @Test
  void aLeaseIsAskedForAtTheOtherGatewayWhenOneIsDead() throws Exception {
    GatewayClient dead = client(List.of(deadEndpoint()), Signature.V4);
    answer(aResponse());
    assertThat(await(lease(dead, client).take(Duration.ofSeconds(20)))).isEqualTo(Answer.HELD);

    answer(aResponse().withStatus(423).withBody("{\"Code\":\"Locked\",\"RequestId\":\"tx\"}"));
    assertThat(await(lease(client, dead).take(Duration.ofSeconds(20)))).isEqualTo(Answer.REFUSED);
    assertThat(failure(lease(dead).take(Duration.ofSeconds(20))).failureClass())
        .isEqualTo(FailureClass.TRANSIENT);
  }

  @Test
  void onlyTheGatewayItselfCanSayThatThereIsNoLease() throws Exception {
    answer(aResponse().withStatus(404).withBody(NOT_FOUND));
    assertThat(await(lease(client).take(Duration.ofSeconds(20)))).isEqualTo(Answer.UNSUPPORTED);
    await(lease(client).release());

    answer(aResponse().withStatus(404).withBody("<html>not found</html>"));
    assertThat(failure(lease(client).take(Duration.ofSeconds(20))).failureClass())
        .isEqualTo(FailureClass.TRANSIENT);
  }

  @Test
  void behindAShutFenceOnlyReadsAreSent() throws Exception {
    WriteFence fence = WriteFence.shut();
    GatewayClient fenced = client(List.of(gateway()), Signature.V4, fence);
    answer(aResponse().withBody("{\"num_objects\":128}"));

    GatewayException refused = failure(new RgwMetadataStore(fenced).remove("user", "alice"));
    assertThat(refused.failureClass()).isEqualTo(FailureClass.TRANSIENT);
    assertThat(refused).hasMessageContaining("was not sent").hasMessageContaining("lease");
    assertThat(await(new RgwChangeLog(fenced).dataLogShards())).isEqualTo(128);
    GATEWAY.verify(0, deleteRequestedFor(anyUrl()));

    fence.admitWrites();
    await(new RgwMetadataStore(fenced).remove("user", "alice"));
    GATEWAY.verify(1, deleteRequestedFor(anyUrl()));
  }

  private static Endpoint deadEndpoint() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return Endpoint.parse("http://127.0.0.1:" + free.getLocalPort());
    }
  }
}
