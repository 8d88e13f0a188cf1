package io.gyre.rgw;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.config.Endpoint;
import io.gyre.config.TimeoutsConfig;
import io.gyre.config.ZoneConfig;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.lease.WriteFence;
import io.gyre.metadata.ZoneFacts;
import io.gyre.s3.AnswerClasses;
import io.gyre.s3.ClockHint;
import io.gyre.s3.EndpointRotation;
import io.gyre.s3.ErrorBody;
import io.gyre.s3.RequestSigner;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.util.ByteString;
import software.amazon.awssdk.http.SdkHttpMethod;

/**
 * Sends small requests to one zone: its endpoints in turn, one that cannot be reached left out for
 * a while. A request that never left is tried at the next endpoint; nothing else is tried twice.
 *
 * <p>A {@link #guarded} client sends nothing to an endpoint that has not said that it serves the
 * zone. Those of a list may serve others: of the same realm, where the same credentials work and
 * whatever is only in the right zone is properly absent.
 *
 * <p>Stages fail with a {@link GatewayException} that names the zone, the request, and the answer's
 * status and code.
 */
public final class GatewayClient {
  /** Connections that a client opens to one endpoint at most. */
  public static final int MAX_CONNECTIONS = HttpExchange.MAX_CONNECTIONS;

  /** What proves that something is absent, when the gateway itself says so. */
  private static final Set<String> GONE = Set.of("NoSuchKey", "NoSuchBucket", "NoSuchUser");

  private final String zone;
  private final List<Endpoint> all;
  private final EndpointRotation endpoints;
  private final HttpExchange exchange;
  private final WriteFence fence;
  private final Optional<ZoneQuestion> question;
  private final Clock clock;

  private GatewayClient(
      String zone,
      List<Endpoint> all,
      HttpExchange exchange,
      WriteFence fence,
      Optional<ZoneQuestion> question,
      Clock clock) {
    this.zone = zone;
    this.all = all;
    this.endpoints =
        question
            .map(asked -> new EndpointRotation(all, clock, asked))
            .orElseGet(() -> new EndpointRotation(all, clock));
    this.exchange = exchange;
    this.fence = fence;
    this.question = question;
    this.clock = clock;
  }

  /**
   * A client for one zone. Its connections end with the actor system.
   *
   * @param name what failures call the zone: {@code source} or {@code destination}
   */
  public static GatewayClient create(
      ClassicActorSystemProvider system,
      String name,
      ZoneConfig zone,
      TimeoutsConfig timeouts,
      Clock clock) {
    return create(system, name, zone, timeouts, clock, WriteFence.open());
  }

  /** As above; what would change the zone is sent only while the fence is open. */
  public static GatewayClient create(
      ClassicActorSystemProvider system,
      String name,
      ZoneConfig zone,
      TimeoutsConfig timeouts,
      Clock clock,
      WriteFence fence) {
    HttpExchange exchange = new HttpExchange(system, zone, timeouts, RequestSigner.of(zone, clock));
    return new GatewayClient(name, zone.endpoints(), exchange, fence, Optional.empty(), clock);
  }

  /** As above; until {@link #serves} was called it sends nothing at all. */
  public static GatewayClient guarded(
      ClassicActorSystemProvider system,
      String name,
      ZoneConfig zone,
      TimeoutsConfig timeouts,
      Clock clock,
      WriteFence fence) {
    GatewayClient asking = create(system, name, zone, timeouts, clock);
    return new GatewayClient(
        name,
        zone.endpoints(),
        asking.exchange,
        fence,
        Optional.of(new ZoneQuestion(name, asking::askingOnly, clock)),
        clock);
  }

  /** From now on what is sent goes to endpoints of this zone, and no other. */
  public void serves(ZoneFacts known) {
    question.orElseThrow().expect(known);
  }

  /** A client to ask one of the endpoints who it is, whoever that may be. */
  public GatewayClient askingOnly(Endpoint endpoint) {
    return new GatewayClient(
        zone, List.of(endpoint), exchange, WriteFence.shut(), Optional.empty(), clock);
  }

  /** A client for each endpoint, guarded as this one, which no fence holds back. */
  public List<GatewayClient> each() {
    return all.stream()
        .map(
            endpoint ->
                new GatewayClient(
                    zone, List.of(endpoint), exchange, WriteFence.open(), question, clock))
        .toList();
  }

  /** Fails unless the endpoints in use say once more that they serve the zone. */
  CompletionStage<Void> confirmZone() {
    return endpoints.confirm();
  }

  /** The zone's endpoints, for whoever else sends to it. */
  public EndpointRotation endpoints() {
    return endpoints;
  }

  /** Requests without an answer so far, also those that wait for a connection. */
  public int underWay() {
    return exchange.underWay();
  }

  /** Sends a request and gives the answer's body; any status from 300 on is a failure. */
  CompletionStage<ByteString> send(GatewayRequest request) {
    if (request.method() != SdkHttpMethod.GET && !fence.admits()) {
      return CompletableFuture.failedFuture(fence.refusal(zone + ": " + request));
    }
    return attempt(
        request, endpoints.size(), (endpoint, answer) -> check(endpoint, request, answer));
  }

  /** Sends a request that only reads, and gives the answer, whatever its status. */
  CompletionStage<HttpExchange.Answer> answer(GatewayRequest request) {
    return attempt(request, endpoints.size(), (endpoint, answer) -> answer);
  }

  /** As {@link #send}, for an answer in JSON; half a document is a transient failure. */
  CompletionStage<JsonNode> json(GatewayRequest request) {
    return send(request).thenApply(body -> parse(request, body));
  }

  /** As {@link #json}; empty when the gateway's own error says that it is not there. */
  CompletionStage<Optional<JsonNode>> find(GatewayRequest request) {
    return unlessGone(json(request));
  }

  /**
   * As above, for a document that is not read as a tree.
   *
   * @param reader gives nothing where it is not one whole document
   */
  <T> CompletionStage<Optional<T>> find(
      GatewayRequest request, Function<byte[], Optional<T>> reader) {
    return unlessGone(send(request).thenApply(body -> parse(request, body, reader)));
  }

  /** The result; empty when the call failed because the gateway proved something absent. */
  static <T> CompletionStage<Optional<T>> unlessGone(CompletionStage<T> call) {
    return call.handle(
        (result, failure) -> {
          if (failure == null) {
            return Optional.of(result);
          }
          if (GatewayException.classOf(failure) == FailureClass.GONE) {
            return Optional.empty();
          }
          throw new CompletionException(GatewayException.unwrap(failure));
        });
  }

  private <T> CompletionStage<T> attempt(
      GatewayRequest request,
      int attemptsLeft,
      BiFunction<Endpoint, HttpExchange.Answer, T> reader) {
    return endpoints
        .next()
        .handle(
            (endpoint, noneOfZone) -> {
              if (noneOfZone == null) {
                return attempt(endpoint, request, attemptsLeft, reader);
              }
              return attemptsLeft > 1
                  ? attempt(request, attemptsLeft - 1, reader)
                  : CompletableFuture.<T>failedFuture(GatewayException.unwrap(noneOfZone));
            })
        .thenCompose(next -> next);
  }

  private <T> CompletionStage<T> attempt(
      Endpoint endpoint,
      GatewayRequest request,
      int attemptsLeft,
      BiFunction<Endpoint, HttpExchange.Answer, T> reader) {
    return exchange
        .send(endpoint, request)
        .handle(
            (answer, failure) -> {
              if (failure == null) {
                return CompletableFuture.completedFuture(reader.apply(endpoint, answer));
              }
              endpoints.failed(endpoint);
              Throwable cause = GatewayException.unwrap(failure);
              return attemptsLeft > 1 && HttpExchange.neverSent(cause)
                  ? attempt(request, attemptsLeft - 1, reader)
                  : CompletableFuture.<T>failedFuture(unanswered(endpoint, request, cause));
            })
        .thenCompose(next -> next);
  }

  private ByteString check(Endpoint endpoint, GatewayRequest request, HttpExchange.Answer answer) {
    if (answer.status() < 300) {
      return answer.body();
    }
    GatewayException refusal = refusal(endpoint, request, answer);
    if (refusal.isRefusalOfUs()) {
      endpoints.failed(endpoint);
    }
    throw refusal;
  }

  private GatewayException refusal(
      Endpoint endpoint, GatewayRequest request, HttpExchange.Answer answer) {
    String code = ErrorBody.parse(answer.body().toArrayUnsafe()).properCode();
    return new GatewayException(
        AnswerClasses.of(answer.status(), code, GONE),
        answer.status(),
        code,
        "%s: %s answered %d %s%s"
            .formatted(
                at(endpoint),
                request,
                answer.status(),
                code.isEmpty() ? "(no code)" : code,
                ClockHint.of(code, answer.date().map(Instant::toString).orElse(""))),
        null);
  }

  private GatewayException unanswered(Endpoint endpoint, GatewayRequest request, Throwable cause) {
    boolean mayHaveLanded = request.method() != SdkHttpMethod.GET && !HttpExchange.neverSent(cause);
    return new GatewayException(
        mayHaveLanded ? FailureClass.UNKNOWN_OUTCOME : FailureClass.TRANSIENT,
        "%s: %s got no answer: %s%s"
            .formatted(at(endpoint), request, HttpExchange.reason(cause), advice(cause)),
        cause);
  }

  private static String advice(Throwable cause) {
    return cause instanceof SSLException
        ? " (ca-file names the authorities whose certificates are trusted)"
        : "";
  }

  private JsonNode parse(GatewayRequest request, ByteString body) {
    return parse(request, body, Json::parse);
  }

  private <T> T parse(
      GatewayRequest request, ByteString body, Function<byte[], Optional<T>> reader) {
    return reader
        .apply(body.toArrayUnsafe())
        .orElseThrow(
            () ->
                new GatewayException(
                    FailureClass.TRANSIENT,
                    "%s: %s was answered with %d bytes that are not one JSON document"
                        .formatted(zone, request, body.length()),
                    null));
  }

  private String at(Endpoint endpoint) {
    return zone + " (" + endpoint + ")";
  }
}
