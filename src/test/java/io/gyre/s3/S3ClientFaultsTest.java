package io.gyre.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.config.Endpoint;
import io.gyre.config.HttpClientKind;
import io.gyre.config.Secret;
import io.gyre.config.Signature;
import io.gyre.config.TimeoutsConfig;
import io.gyre.config.ZoneConfig;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.lease.WriteFence;
import io.gyre.log.BucketName;
import io.gyre.s3.S3Request.Method;
import io.gyre.testing.RawServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a request that got no good answer is called: whether it may have taken effect. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3ClientFaultsTest {
  private final EventLoops loops = new EventLoops();
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int LARGE = 8 << 20;

  /** The client that is tested. */
  HttpClientKind kind() {
    return HttpClientKind.NETTY;
  }

  /** How it says that nobody listens. */
  String[] noConnection() {
    return new String[] {"could not connect"};
  }

  @AfterAll
  void stop() {
    loops.close();
  }

  private S3Client client(String endpoint, WriteFence fence) {
    return client(endpoint, fence, Duration.ofSeconds(1));
  }

  private S3Client client(String endpoint, WriteFence fence, Duration acquire) {
    return client(List.of(endpoint), fence, acquire);
  }

  private S3Client client(List<String> endpoints, WriteFence fence, Duration acquire) {
    ZoneConfig zone =
        new ZoneConfig(
            endpoints.stream().map(Endpoint::parse).toList(),
            "AK",
            Secret.of("very secret"),
            Optional.of("z"),
            "us-east-1",
            Signature.V4,
            Optional.empty(),
            false);
    TimeoutsConfig standard = TimeoutsConfig.defaults();
    TimeoutsConfig timeouts =
        new TimeoutsConfig(
            Duration.ofSeconds(2),
            acquire,
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            standard.objectMinThroughput(),
            standard.drain(),
            standard.lease());
    return S3Client.create(kind(), zone, timeouts, 1, loops, Clock.systemUTC(), fence);
  }

  private static S3Request request(Method method) {
    return S3Request.object(method, new BucketName("", "b"), "k");
  }

  private static S3Request put(RequestBody body) {
    return request(Method.PUT).body(body);
  }

  private static RequestBody large() {
    return new RequestBody.Stream(LARGE, new Pieces(LARGE / Pieces.PIECE, true));
  }

  private static GatewayException failure(CompletionStage<?> stage) {
    var failed = assertThat(stage).failsWithin(LIMIT).withThrowableOfType(ExecutionException.class);
    return (GatewayException) GatewayException.unwrap(failed.actual().getCause());
  }

  private GatewayException failure(RawServer.Script script, S3Request request) throws IOException {
    try (RawServer server = new RawServer(script);
        S3Client client = client(server.endpoint(), WriteFence.open())) {
      return failure(client.call(request));
    }
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void whatNobodyListenedToHasNoEffect(Method method) throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String endpoint = "http://127.0.0.1:" + free.getLocalPort();
      free.close();
      // On a busy machine even a refusal takes its time.
      try (S3Client client = client(endpoint, WriteFence.open(), Duration.ofSeconds(20))) {
        GatewayException failure = failure(client.call(request(method)));
        assertThat(failure.failureClass()).isEqualTo(FailureClass.TRANSIENT);
        assertThat(failure.getMessage()).containsAnyOf(noConnection());
      }
    }
  }

  @Test
  void whatGotNoConnectionHasNoEffect() throws IOException, InterruptedException {
    CountDownLatch connected = new CountDownLatch(1);
    RawServer.Script holds =
        connection -> {
          connected.countDown();
          connection.untilClosed();
        };
    try (RawServer server = new RawServer(holds);
        S3Client client = client(server.endpoint(), WriteFence.open())) {
      CompletableFuture<?> first = client.call(put(large()));
      assertThat(connected.await(10, TimeUnit.SECONDS)).isTrue();
      GatewayException second = failure(client.call(request(Method.DELETE)));

      assertThat(second.failureClass()).isEqualTo(FailureClass.TRANSIENT);
      first.cancel(true);
    }
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void onlyAWriteWithoutAnAnswerMayHaveLanded(Method method) throws IOException {
    FailureClass expected = method.writes() ? FailureClass.UNKNOWN_OUTCOME : FailureClass.TRANSIENT;

    assertThat(failure(RawServer.Connection::body, request(method)).failureClass())
        .as("closed")
        .isEqualTo(expected);
    assertThat(failure(RawServer.Connection::reset, request(method)).failureClass())
        .as("reset")
        .isEqualTo(expected);
    assertThat(failure(RawServer.Connection::untilClosed, request(method)).failureClass())
        .as("silent")
        .isEqualTo(expected);
  }

  @Test
  void aWriteThatWasCutOffMayHaveLanded() throws IOException {
    RawServer.Script cut =
        connection -> {
          connection.send("HTTP/1.1 100 Continue\r\n\r\n");
          connection.read(100_000);
          connection.reset();
        };

    assertThat(failure(cut, put(large())).failureClass()).isEqualTo(FailureClass.UNKNOWN_OUTCOME);
  }

  @Test
  void aWriteWhoseBodyWasNeverAskedForHasNoEffect() throws IOException {
    assertThat(failure(connection -> {}, put(large())).failureClass())
        .isEqualTo(FailureClass.TRANSIENT);
  }

  @Test
  void anAnswerThatBreaksOffIsNone() throws IOException {
    RawServer.Script half =
        connection -> {
          connection.body();
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        };

    assertThat(failure(half, put(RequestBody.of("x"))).failureClass())
        .isEqualTo(FailureClass.UNKNOWN_OUTCOME);
    assertThat(failure(half, request(Method.GET)).failureClass()).isEqualTo(FailureClass.TRANSIENT);
  }

  /** An object's metadata comes in the answer's headers, up to what the gateway takes. */
  @Test
  void anAnswerMayHaveMoreHeadersThanMostServersSend() throws IOException {
    String metadata = "v".repeat(15_000);
    RawServer.Script answer =
        connection -> connection.answer(200, "x-amz-meta-m: " + metadata + "\r\n", "body");
    try (RawServer server = new RawServer(answer);
        S3Client client = client(server.endpoint(), WriteFence.open())) {
      assertThat(client.call(request(Method.GET)))
          .succeedsWithin(LIMIT)
          .satisfies(whole -> assertThat(whole.header("x-amz-meta-m")).isEqualTo(metadata))
          .satisfies(whole -> assertThat(whole.text()).isEqualTo("body"));
    }
  }

  @Test
  void aProxyThatGaveUpLeavesAWriteUnknown() throws IOException {
    for (int status : new int[] {502, 504}) {
      RawServer.Script page =
          connection -> {
            connection.body();
            connection.answer(status, "", "<html>");
          };
      assertThat(failure(page, request(Method.PUT)).failureClass())
          .isEqualTo(FailureClass.UNKNOWN_OUTCOME);
      assertThat(failure(page, request(Method.GET)).failureClass())
          .isEqualTo(FailureClass.TRANSIENT);
    }
  }

  @Test
  void aGatewaysOwnRefusalIsAnAnswer() throws IOException {
    RawServer.Script slow =
        connection -> {
          connection.body();
          connection.answer(
              503, "", "<Error><Code>SlowDown</Code><RequestId>tx</RequestId></Error>");
        };

    assertThat(failure(slow, request(Method.PUT)).failureClass()).isEqualTo(FailureClass.THROTTLED);
  }

  /** As one whose clock is off refuses all that comes; the zone's others serve it. */
  @Test
  void aGatewayThatRefusesUsIsLeftOut() throws IOException {
    RawServer.Script skewed =
        connection ->
            connection.answer(
                403,
                "Date: Sat, 03 Jan 2026 10:00:00 GMT\r\n",
                "<Error><Code>RequestTimeTooSkewed</Code><RequestId>tx</RequestId></Error>");
    try (RawServer wrong = new RawServer(skewed);
        RawServer right = new RawServer(connection -> connection.answer(200, "", ""));
        S3Client client =
            client(List.of(wrong.endpoint(), right.endpoint()), WriteFence.open(), LIMIT)) {
      assertThat(failure(client.call(request(Method.GET))))
          .hasMessageContainingAll("10:00:00 GMT", "set the one that is wrong");
      for (int i = 0; i < 4; i++) {
        assertThat(client.call(request(Method.GET))).succeedsWithin(LIMIT);
      }
      assertThat(wrong.requestLines()).hasSize(1);
    }
  }

  @Test
  void errorsNeverShowTheSecret() throws IOException {
    assertThat(failure(connection -> connection.answer(403, "", ""), request(Method.PUT)))
        .hasMessageContaining("zone z: PUT /b/k answered 403")
        .hasMessageNotContaining("very secret");
  }

  @Test
  void behindAShutFenceNothingThatWritesIsSent() throws IOException {
    WriteFence fence = WriteFence.shut();
    try (RawServer server = new RawServer(connection -> connection.answer(200, "", "read"));
        S3Client client = client(server.endpoint(), fence)) {
      GatewayException refused = failure(client.call(put(RequestBody.of("x"))));
      assertThat(refused.failureClass()).isEqualTo(FailureClass.TRANSIENT);
      assertThat(refused).hasMessageContaining("lease");
      assertThat(client.call(request(Method.GET))).succeedsWithin(LIMIT);
      assertThat(server.requestLines()).containsExactly("GET /b/k HTTP/1.1");
    }
  }

  @Test
  void shuttingTheFenceBreaksOffAWriteUnderWay() throws IOException {
    WriteFence fence = WriteFence.open();
    AtomicInteger read = new AtomicInteger();
    CompletableFuture<Void> begun = new CompletableFuture<>();
    RawServer.Script slow =
        connection -> {
          connection.send("HTTP/1.1 100 Continue\r\n\r\n");
          read.addAndGet(connection.read(1000).length);
          begun.complete(null);
          read.addAndGet(connection.read(LARGE).length);
        };
    try (RawServer server = new RawServer(slow);
        S3Client client = client(server.endpoint(), fence)) {
      CompletableFuture<S3Answer> put =
          client.call(put(new RequestBody.Stream(LARGE, new Pieces(1, false))));
      assertThat(begun).succeedsWithin(LIMIT);
      fence.stopWrites();

      GatewayException failure = failure(put);
      assertThat(failure.failureClass()).isEqualTo(FailureClass.UNKNOWN_OUTCOME);
      assertThat(failure).hasMessageContaining("lease");
      assertThat(read.get()).isLessThan(LARGE);
    }
  }
}
