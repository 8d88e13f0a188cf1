package io.gyre.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.failure.GatewayException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.stream.Materializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers every request: who may ask, what is asked for, and how a failure looks. */
final class OpsHandler {
  private static final Logger LOG = LoggerFactory.getLogger(OpsHandler.class);
  private static final int DEFAULT_LIMIT = 100;
  private static final Duration BODY_TIMEOUT = Duration.ofSeconds(10);
  private static final Pattern RETRY = Pattern.compile("/api/v1/parked/(\\d{1,18})/retry");

  private final Doorkeeper door;
  private final Materializer materializer;
  private final Executor executor;
  private final Page page = new Page();
  private final ControlApi control;
  private final Map<String, Function<HttpRequest, CompletionStage<HttpResponse>>> reads;
  private final Map<String, Function<String, CompletionStage<HttpResponse>>> changes;

  OpsHandler(OperatedProcess process, Doorkeeper door, Materializer materializer) {
    this.door = door;
    this.materializer = materializer;
    this.executor = materializer.executionContext();
    Health health = new Health(process);
    Api api = new Api(process, health);
    Events events = new Events(process, api, executor);
    MetricsPage metrics = new MetricsPage(process, health, executor);
    this.reads =
        Map.of(
            "/health/live", request -> CompletableFuture.completedFuture(health.live()),
            "/health/ready", request -> health.ready(door.hasToken(request)),
            "/metrics", request -> metrics.scrape(),
            "/api/v1/events", request -> now(events.open()),
            "/api/v1/status", request -> json(api.status()),
            "/api/v1/lag", request -> json(api.lag()),
            "/api/v1/buckets", request -> json(api.buckets(limit(request, Views.MAX_BUCKETS))),
            "/api/v1/shards", request -> json(api.shards()),
            "/api/v1/doctor", request -> now(Reply.json(200, api.doctor())),
            "/api/v1/parked",
                request ->
                    json(
                        api.parked(
                            Query.number(request, "after", 0, 0, Long.MAX_VALUE),
                            limit(request, Api.MAX_PARKED))));
    this.control = new ControlApi(process);
    this.changes =
        Map.of(
            "/api/v1/pause", body -> json(control.pause(body)),
            "/api/v1/resume", body -> json(control.resume(body)),
            "/api/v1/limits", body -> now(Reply.json(200, control.limits(body))));
  }

  private static int limit(HttpRequest request, int max) {
    return (int) Query.number(request, "limit", DEFAULT_LIMIT, 1, max);
  }

  /** Texts are made on the server's own threads, whoever completed what they are made of. */
  private CompletionStage<HttpResponse> json(CompletionStage<ObjectNode> body) {
    return body.thenApplyAsync(json -> Reply.json(200, json), executor);
  }

  CompletionStage<HttpResponse> handle(HttpRequest request) {
    return answer(request)
        .exceptionally(failure -> failed(request, GatewayException.unwrap(failure)))
        .thenCompose(reply -> afterBody(request, reply));
  }

  private CompletionStage<HttpResponse> answer(HttpRequest request) {
    Optional<HttpResponse> refusal = door.refusal(request);
    if (refusal.isPresent()) {
      return CompletableFuture.completedFuture(refusal.get());
    }
    try {
      return route(request);
    } catch (RuntimeException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  private CompletionStage<HttpResponse> route(HttpRequest request) {
    String path = Doorkeeper.path(request);
    boolean get = request.method().equals(HttpMethods.GET);
    boolean post = request.method().equals(HttpMethods.POST);
    if (reads.containsKey(path) || Page.isPart(path)) {
      return get ? read(request, path) : now(notAllowed(path, "GET"));
    }
    Optional<Function<String, CompletionStage<HttpResponse>>> change = change(path);
    if (change.isEmpty()) {
      return now(Reply.error(404, "there is nothing at " + path));
    }
    return post ? body(request).thenCompose(change.get()) : now(notAllowed(path, "POST"));
  }

  private CompletionStage<HttpResponse> read(HttpRequest request, String path) {
    return Optional.ofNullable(reads.get(path))
        .map(endpoint -> endpoint.apply(request))
        .orElseGet(() -> now(page.at(path)));
  }

  private Optional<Function<String, CompletionStage<HttpResponse>>> change(String path) {
    Matcher retry = RETRY.matcher(path);
    return retry.matches()
        ? Optional.of(body -> json(control.retry(Long.parseLong(retry.group(1)))))
        : Optional.ofNullable(changes.get(path));
  }

  private CompletionStage<String> body(HttpRequest request) {
    return request
        .entity()
        .toStrict(BODY_TIMEOUT.toMillis(), materializer)
        .thenApply(entity -> entity.getData().utf8String());
  }

  private static CompletionStage<HttpResponse> now(HttpResponse reply) {
    return CompletableFuture.completedFuture(reply);
  }

  private static HttpResponse notAllowed(String path, String method) {
    return Reply.error(405, path + " takes " + method + " only")
        .addHeader(RawHeader.create("Allow", method));
  }

  private static HttpResponse failed(HttpRequest request, Throwable failure) {
    if (failure instanceof Refused refused) {
      return Reply.error(refused.status(), String.valueOf(refused.getMessage()));
    }
    if (failure instanceof EntityStreamSizeException) {
      return Reply.error(413, "the body is too large");
    }
    LOG.warn("ops: {} {} failed", request.method().value(), Doorkeeper.path(request), failure);
    return Reply.error(503, "it cannot be answered now: " + failure.getMessage());
  }

  /** Pekko breaks the connection where an answer comes before the end of a request. */
  private CompletionStage<HttpResponse> afterBody(HttpRequest request, HttpResponse reply) {
    return request
        .discardEntityBytes(materializer)
        .completionStage()
        .handle((done, readBefore) -> reply);
  }
}
