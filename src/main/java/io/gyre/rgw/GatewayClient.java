package io.gyre.rgw;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.config.Endpoint;
import io.gyre.config.TimeoutsConfig;
import io.gyre.config.ZoneConfig;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.lease.WriteFence;
import io.gyre.s3.AnswerClasses;
import io.gyre.s3.EndpointRotation;
import io.gyre.s3.ErrorBody;
import io.gyre.s3.RequestSigner;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import javax.net.ssl.SSLException;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.util.ByteString;
import software.amazon.awssdk.http.SdkHttpMethod;

/**
 * Sends small requests to one zone: its endpoints in turn, one that cannot be reached left out for
 * a while. A request that never left is tried at the next endpoint; nothing else is tried twice.
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
  private final EndpointRotation endpoints;
  private final HttpExchange exchange;
  private final WriteFence fence;

  GatewayClient(String zone, EndpointRotation endpoints, HttpExchange exchange, WriteFence fence) {
    this.zone = zone;
    this.endpoints = endpoints;
    this.exchange = exchange;
    this.fence = fence;
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
    return new GatewayClient(
        name,
        new EndpointRotation(zone.endpoints(), clock),
        new HttpExchange(system, zone, timeouts, RequestSigner.of(zone, clock)),
        fence);
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
    Endpoint endpoint = endpoints.next();
    return exchange
        .send(endpoint, request)
        .handle(
            (answer, failure) -> {
              if (failure == null) {
                endpoints.answered(endpoint);
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
    String code = ErrorBody.parse(answer.body().toArrayUnsafe()).properCode();
    throw new GatewayException(
        AnswerClasses.of(answer.status(), code, GONE),
        answer.status(),
        code,
        "%s: %s answered %d %s"
            .formatted(at(endpoint), request, answer.status(), code.isEmpty() ? "(no code)" : code),
        null);
  }

  private GatewayException unanswered(Endpoint endpoint, GatewayRequest request, Throwable cause) {
    boolean mayHaveLanded = request.method() != SdkHttpMethod.GET && !HttpExchange.neverSent(cause);
    return new GatewayException(
        mayHaveLanded ? FailureClass.UNKNOWN_OUTCOME : FailureClass.TRANSIENT,
        "%s: %s got no answer: %s%s".formatted(at(endpoint), request, cause, advice(cause)),
        cause);
  }

  private static String advice(Throwable cause) {
    return cause instanceof SSLException
        ? " (ca-file names the authorities whose certificates are trusted)"
        : "";
  }

  private JsonNode parse(GatewayRequest request, ByteString body) {
    return Json.parse(body.toArrayUnsafe())
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
