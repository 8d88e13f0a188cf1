package io.gyre.s3;

import io.gyre.config.Endpoint;
import io.gyre.config.HttpClientKind;
import io.gyre.config.TimeoutsConfig;
import io.gyre.config.ZoneConfig;
import io.gyre.lease.WriteFence;
import io.gyre.map.Places;
import io.gyre.s3.netty.NettyClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.ProxyConfiguration;

/**
 * Sends S3 requests to one zone: signs them, takes the zone's endpoints in turn, keeps time limits,
 * and turns every answer that is not good (2xx) into a {@code GatewayException}. Retries nothing.
 *
 * <p>Stages complete on the threads of {@link EventLoops}: what is chained to them must not block.
 */
public final class S3Client implements AutoCloseable {
  /** Shorter than the gateway's own 65 s, so that no request meets a connection being closed. */
  private static final Duration CONNECTION_IDLE = Duration.ofSeconds(20);

  /** Requests that may wait for each connection; more of them fail at once. */
  private static final int WAITING_PER_CONNECTION = 16;

  private final String zone;
  private final EndpointRotation endpoints;
  private final RequestSigner signer;
  private final TimeoutsConfig timeouts;
  private final SdkAsyncHttpClient http;
  private final WriteFence fence;
  private final Pace pace;
  private final boolean inHost;
  private final Places places;

  private S3Client(
      String zone,
      EndpointRotation endpoints,
      RequestSigner signer,
      TimeoutsConfig timeouts,
      SdkAsyncHttpClient http,
      WriteFence fence,
      Pace pace,
      boolean inHost,
      Places places) {
    this.zone = zone;
    this.endpoints = endpoints;
    this.signer = signer;
    this.timeouts = timeouts;
    this.http = http;
    this.fence = fence;
    this.pace = pace;
    this.inHost = inHost;
    this.places = places;
  }

  /**
   * The same client, which names buckets in the host ({@code bucket.s3.example}) where that can be,
   * and not in the path; both are closed by one {@link #close}. Its zone has to take SigV4.
   */
  public S3Client withBucketsInHost() {
    return new S3Client(zone, endpoints, signer, timeouts, http, fence, pace, true, places);
  }

  /**
   * The same client, which is asked for buckets and keys of the source and asks for them where they
   * are here; both are closed by one {@link #close}. What its answers name is where it is here.
   */
  public S3Client placing(Places others) {
    return new S3Client(zone, endpoints, signer, timeouts, http, fence, pace, inHost, others);
  }

  /**
   * A client of a zone.
   *
   * @param connections the most that are open at once; requests beyond wait for {@code acquire}
   */
  public static S3Client create(
      HttpClientKind kind,
      ZoneConfig zone,
      TimeoutsConfig timeouts,
      int connections,
      EventLoops loops,
      Clock clock) {
    return create(kind, zone, timeouts, connections, loops, clock, WriteFence.open());
  }

  /** As above; writes are sent only while the fence is open, and broken off when it is shut. */
  public static S3Client create(
      HttpClientKind kind,
      ZoneConfig zone,
      TimeoutsConfig timeouts,
      int connections,
      EventLoops loops,
      Clock clock,
      WriteFence fence) {
    EndpointRotation endpoints = new EndpointRotation(zone.endpoints(), clock);
    return create(kind, zone, endpoints, timeouts, connections, loops, clock, fence, Pace.NONE);
  }

  /** As above, by these endpoints of the zone, and reading bodies no faster than that. */
  public static S3Client create(
      HttpClientKind kind,
      ZoneConfig zone,
      EndpointRotation endpoints,
      TimeoutsConfig timeouts,
      int connections,
      EventLoops loops,
      Clock clock,
      WriteFence fence,
      Pace pace) {
    String name = zone.zone().orElse(zone.endpoints().get(0).toString());
    return new S3Client(
        name,
        endpoints,
        RequestSigner.of(zone, clock),
        timeouts,
        kind == HttpClientKind.SDK
            ? sdk(zone, timeouts, connections, loops)
            : netty(zone, timeouts, connections, loops),
        fence,
        pace,
        false,
        Places.SAME);
  }

  private static SdkAsyncHttpClient netty(
      ZoneConfig zone, TimeoutsConfig timeouts, int connections, EventLoops loops) {
    NettyClient.Settings settings =
        new NettyClient.Settings(
            connections,
            WAITING_PER_CONNECTION * connections,
            timeouts.connect(),
            timeouts.connect().multipliedBy(2),
            timeouts.acquire(),
            timeouts.read(),
            CONNECTION_IDLE);
    return new NettyClient(loops.netty(), settings, TrustedAuthorities.of(zone));
  }

  private static SdkAsyncHttpClient sdk(
      ZoneConfig zone, TimeoutsConfig timeouts, int connections, EventLoops loops) {
    NettyNioAsyncHttpClient.Builder builder =
        NettyNioAsyncHttpClient.builder()
            .eventLoopGroup(loops.group())
            .protocol(Protocol.HTTP1_1)
            .maxConcurrency(connections)
            .maxPendingConnectionAcquires(WAITING_PER_CONNECTION * connections)
            .connectionTimeout(timeouts.connect())
            .tlsNegotiationTimeout(timeouts.connect().multipliedBy(2))
            .connectionAcquisitionTimeout(timeouts.acquire())
            .connectionMaxIdleTime(CONNECTION_IDLE)
            .readTimeout(timeouts.read())
            .writeTimeout(timeouts.read())
            .proxyConfiguration(
                ProxyConfiguration.builder()
                    .useSystemPropertyValues(false)
                    .useEnvironmentVariableValues(false)
                    .build());
    TrustedAuthorities.of(zone)
        .ifPresent(managers -> builder.tlsTrustManagersProvider(() -> managers));
    return builder.build();
  }

  /** Where the source's buckets and keys are here. */
  public Places places() {
    return places;
  }

  /** The zone's name, or its first endpoint where it was given none. */
  public String zone() {
    return zone;
  }

  /** Sends a request whose answer is small. */
  public CompletableFuture<S3Answer> call(S3Request request) {
    return endpoints.next().thenCompose(endpoint -> call(request.at(places), endpoint));
  }

  private CompletableFuture<S3Answer> call(S3Request request, Endpoint endpoint) {
    SentBody body = new SentBody(request.body());
    var exchange = new Exchange.Whole(new Failures(zone, request, body), endpoint, endpoints);
    long length = request.body().length();
    if (request.method().writes() && !fence.admits(exchange.answer, exchange::breakOff)) {
      return CompletableFuture.failedFuture(fence.refusal("zone " + zone + ": " + request));
    }
    exchange.endWithin(length > 0 ? objectTime(length) : timeouts.call());
    exchange.run(http, execution(request, body, endpoint, exchange));
    return exchange.answer;
  }

  /**
   * Sends a request whose answer is read as it comes. The answer has to begin within the time of a
   * small call, and to end within the time of an object of its length.
   */
  public CompletableFuture<OpenAnswer> open(S3Request request) {
    return turn()
        .thenCompose(now -> endpoints.next())
        .thenCompose(to -> open(request.at(places), to));
  }

  private CompletableFuture<Void> turn() {
    long wait = pace.read(0);
    return wait == 0
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.runAsync(
            () -> {}, CompletableFuture.delayedExecutor(wait, TimeUnit.NANOSECONDS));
  }

  private Duration objectTime(long bytes) {
    return timeouts.object(bytes).plus(pace.allowance(bytes));
  }

  private CompletableFuture<OpenAnswer> open(S3Request request, Endpoint endpoint) {
    SentBody body = new SentBody(request.body());
    var exchange =
        new Exchange.Opened(
            new Failures(zone, request, body), endpoint, endpoints, this::objectTime, pace);
    exchange.beginWithin(timeouts.call());
    exchange.run(http, execution(request, body, endpoint, exchange));
    return exchange.answer;
  }

  private AsyncExecuteRequest execution(
      S3Request request, SentBody body, Endpoint endpoint, Exchange exchange) {
    return AsyncExecuteRequest.builder()
        .request(onTheWire(request, endpoint))
        .requestContentPublisher(body)
        .responseHandler(exchange)
        .build();
  }

  private OutgoingRequest onTheWire(S3Request request, Endpoint endpoint) {
    String label = inHost ? request.hostLabel(endpoint.secure()) : "";
    String path = label.isEmpty() ? request.encodedPath() : request.pathInBucket();
    OutgoingRequest outgoing =
        new OutgoingRequest(
            SdkHttpMethod.valueOf(request.method().name()), endpoint, label, path, request.query());
    request.headers().forEach(outgoing::header);
    if (request.method().writes()) {
      outgoing.header("content-length", Long.toString(request.body().length()));
    }
    if (request.body() instanceof RequestBody.Stream) {
      // So that a refusal is read before the body is sent, and not lost in a reset connection.
      outgoing.header("expect", "100-continue");
    }
    signer.sign(outgoing);
    return outgoing;
  }

  /** The connections of the moment; empty where the SDK's client keeps them to itself. */
  public Optional<NettyClient.Connections> connections() {
    return http instanceof NettyClient netty ? Optional.of(netty.connections()) : Optional.empty();
  }

  @Override
  public void close() {
    http.close();
  }
}
