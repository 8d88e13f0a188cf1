package io.gyre.rgw;

import io.gyre.config.Endpoint;
import io.gyre.config.TimeoutsConfig;
import io.gyre.config.ZoneConfig;
import io.gyre.s3.OutgoingRequest;
import io.gyre.s3.RequestSigner;
import io.gyre.s3.TrustedAuthorities;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.HttpsConnectionContext;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethod;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.Uri;
import org.apache.pekko.http.javadsl.model.headers.Connection;
import org.apache.pekko.http.javadsl.model.headers.Date;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.model.headers.RawRequestURI;
import org.apache.pekko.http.javadsl.settings.ClientConnectionSettings;
import org.apache.pekko.http.javadsl.settings.ConnectionPoolSettings;
import org.apache.pekko.stream.BufferOverflowException;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.StreamTcpException;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.util.ByteString;

/** One signed request to one endpoint and its whole answer, over Pekko HTTP's host pools. */
final class HttpExchange {
  /** Connections to one endpoint. */
  static final int MAX_CONNECTIONS = 32;

  /** Requests waiting for a connection to one endpoint; more of them fail. A power of two. */
  static final int MAX_WAITING = 1024;

  /** The largest answer: a thousand keys of 1,024 bytes, each escaped, are well below. */
  static final long MAX_ANSWER_BYTES = 32L << 20;

  /**
   * How long no connection is tried at most after one could not be made. Left to itself the pool
   * comes to two minutes, for which all calls wait after the endpoint has long been back.
   */
  private static final Duration CONNECT_AGAIN = Duration.ofSeconds(1);

  /** Pekko puts the type of what it quotes in front of it. */
  private static final Pattern TYPE = Pattern.compile("^[\\w.]+: ");

  /** The headers that Pekko writes on its own. */
  private static final Set<String> RENDERED = Set.of("host", "content-type", "content-length");

  private final Http http;
  private final Materializer materializer;
  private final HttpsConnectionContext https;
  private final ConnectionPoolSettings settings;
  private final RequestSigner signer;
  private final LoggingAdapter log;
  private final long timeoutMillis;
  private final AtomicInteger underWay = new AtomicInteger();

  /** Of the zone's endpoints, parsed once. */
  private final Map<Endpoint, Uri> uris = new ConcurrentHashMap<>();

  HttpExchange(
      ClassicActorSystemProvider system,
      ZoneConfig zone,
      TimeoutsConfig timeouts,
      RequestSigner signer) {
    this.http = Http.get(system);
    this.materializer = SystemMaterializer.get(system).materializer();
    this.https = httpsContext(zone);
    this.settings = settings(system, timeouts);
    this.signer = signer;
    this.log = system.classicSystem().log();
    this.timeoutMillis = timeouts.call().toMillis();
  }

  /**
   * The whole answer of an endpoint.
   *
   * @param status of HTTP
   * @param body at most {@link #MAX_ANSWER_BYTES}
   * @param date by the endpoint's clock, in whole seconds
   */
  record Answer(int status, ByteString body, Optional<Instant> date) {}

  CompletionStage<Answer> send(Endpoint endpoint, GatewayRequest request) {
    underWay.incrementAndGet();
    return http.singleRequest(render(endpoint, request), https, settings, log)
        .thenCompose(this::whole)
        .toCompletableFuture()
        .orTimeout(timeoutMillis, TimeUnit.MILLISECONDS)
        .whenComplete((answer, failure) -> underWay.decrementAndGet());
  }

  /** Requests without an answer so far, also those that wait for a connection. */
  int underWay() {
    return underWay.get();
  }

  /** Whether a failure means that the request did not reach the endpoint. */
  static boolean neverSent(Throwable failure) {
    return failure instanceof BufferOverflowException // too many wait for a connection already
        || (failure instanceof StreamTcpException
            && isOfConnecting(String.valueOf(failure.getMessage())));
  }

  /** What went wrong, for messages. */
  static String reason(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof StreamTcpException && isOfConnecting(message)) {
      return "could not connect: "
          + TYPE.matcher(message.replaceFirst(".*because of ", "")).replaceFirst("");
    }
    boolean ours = failure instanceof TimeoutException && failure.getMessage() == null;
    return ours ? "took longer than its deadline" : failure.toString();
  }

  /** A connection that broke later fails with the same type, and another text. */
  private static boolean isOfConnecting(String message) {
    return message.startsWith("Tcp command [Connect(");
  }

  /** An answer that came in one piece needs no stream; most of those to polling are such. */
  private CompletionStage<Answer> whole(HttpResponse response) {
    CompletionStage<HttpEntity.Strict> whole =
        response.entity() instanceof HttpEntity.Strict strict
            ? CompletableFuture.completedStage(strict)
            : response.entity().toStrict(timeoutMillis, MAX_ANSWER_BYTES, materializer);
    return whole.thenApply(
        strict -> new Answer(response.status().intValue(), strict.getData(), date(response)));
  }

  private static Optional<Instant> date(HttpResponse response) {
    return response
        .getHeader(Date.class)
        .map(header -> Instant.ofEpochMilli(header.date().clicks()));
  }

  private HttpRequest render(Endpoint endpoint, GatewayRequest request) {
    HttpMethod method =
        HttpMethods.lookup(request.method().name())
            .orElseThrow(() -> new IllegalArgumentException("no HTTP method: " + request));
    HttpRequest rendered =
        HttpRequest.create()
            .withUri(uris.computeIfAbsent(endpoint, known -> Uri.create(known.toString())))
            .withMethod(method)
            .withHeaders(headers(endpoint, request));
    return request.body().isEmpty()
        ? rendered
        : rendered.withEntity(ContentTypes.APPLICATION_JSON, request.body());
  }

  /** The target goes out exactly as it was signed: Pekko's own {@code Uri} would normalise it. */
  private List<HttpHeader> headers(Endpoint endpoint, GatewayRequest request) {
    List<HttpHeader> headers = new ArrayList<>();
    headers.add(RawRequestURI.create(request.target()));
    if (request.last()) {
      headers.add(Connection.create("close"));
    }
    OutgoingRequest signed =
        new OutgoingRequest(request.method(), endpoint, request.path(), request.query());
    if (!request.body().isEmpty()) {
      signed.header("content-type", ContentTypes.APPLICATION_JSON.toString());
    }
    signer.sign(signed);
    signed
        .sortedHeaders()
        .forEach(
            (name, value) -> {
              if (!RENDERED.contains(name)) {
                headers.add(RawHeader.create(name, value));
              }
            });
    return headers;
  }

  private static ConnectionPoolSettings settings(
      ClassicActorSystemProvider system, TimeoutsConfig timeouts) {
    return ConnectionPoolSettings.create(system.classicSystem())
        .withMaxConnections(MAX_CONNECTIONS)
        .withMaxOpenRequests(MAX_WAITING)
        .withMaxRetries(0)
        .withMaxConnectionBackoff(CONNECT_AGAIN)
        .withConnectionSettings(
            ClientConnectionSettings.create(system.classicSystem())
                .withConnectingTimeout(timeouts.connect())
                .withIdleTimeout(timeouts.read()));
  }

  private static HttpsConnectionContext httpsContext(ZoneConfig zone) {
    Optional<SSLContext> tls = tls(zone);
    return ConnectionContext.httpsClient(
        (host, port) -> {
          SSLEngine engine = tls.orElseThrow().createSSLEngine(host, port);
          engine.setUseClientMode(true);
          if (!zone.insecure()) {
            SSLParameters checked = engine.getSSLParameters();
            checked.setEndpointIdentificationAlgorithm("HTTPS");
            engine.setSSLParameters(checked);
          }
          return engine;
        });
  }

  /** Reading the platform's authorities takes a tenth of a second: only where they are needed. */
  private static Optional<SSLContext> tls(ZoneConfig zone) {
    if (zone.endpoints().stream().noneMatch(Endpoint::secure)) {
      return Optional.empty();
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, TrustedAuthorities.of(zone).orElse(null), null);
      return Optional.of(context);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no TLS", e);
    }
  }
}
