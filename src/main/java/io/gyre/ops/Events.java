package io.gyre.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.failure.GatewayException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * Server-sent events for the page: first what the last hour was like, then every two seconds how it
 * is now. A reader that is slow gets fewer of them; nothing is kept for it.
 */
final class Events {
  /** Streams at once; each takes a connection for as long as a page is open. */
  static final int MAX_STREAMS = 16;

  private static final Duration PAUSE = Duration.ofSeconds(2);

  /** Rows of a table that a page shows. */
  private static final int ROWS = 50;

  private final OperatedProcess process;
  private final Api api;
  private final Executor executor;
  private final AtomicInteger streams = new AtomicInteger();

  Events(OperatedProcess process, Api api, Executor executor) {
    this.process = process;
    this.api = api;
    this.executor = executor;
  }

  /**
   * A stream that ends with its reader, or with the process.
   *
   * @throws Refused when there are {@link #MAX_STREAMS} already
   */
  HttpResponse open() {
    if (streams.get() >= MAX_STREAMS) {
      throw new Refused(503, MAX_STREAMS + " pages are open already");
    }
    Source<ByteString, NotUsed> events =
        Source.single(history())
            .concat(
                Source.tick(Duration.ZERO, PAUSE, "now")
                    .mapAsync(1, now -> view().exceptionally(Events::trouble))
                    .mapMaterializedValue(ticks -> NotUsed.getInstance()))
            .watchTermination(
                (kept, ended) -> {
                  streams.incrementAndGet(); // an answer that nobody reads never gets here
                  ended.whenComplete((done, failure) -> streams.decrementAndGet());
                  return kept;
                });
    return HttpResponse.create()
        .addHeaders(Reply.HEADERS)
        .withEntity(
            HttpEntities.createChunked(MediaTypes.TEXT_EVENT_STREAM.toContentType(), events));
  }

  private ByteString history() {
    ObjectNode json = ViewJson.object();
    json.set(
        "samples", process.views().map(views -> views.history().json()).orElseGet(ViewJson::array));
    return event("history", json);
  }

  private CompletionStage<ByteString> view() {
    CompletionStage<ObjectNode> whole =
        api.status()
            .thenApply(
                status -> {
                  ObjectNode json = ViewJson.object();
                  json.set("status", status);
                  process.diagnosis().ifPresent(found -> json.set("doctor", found));
                  return json;
                });
    if (process.views().isEmpty()) {
      return whole.thenApply(json -> event("view", json));
    }
    return whole
        .thenCombine(api.buckets(ROWS), Events::with)
        .thenCombine(api.shards(), Events::with)
        .thenCombine(api.parked(0, ROWS), Events::with)
        .thenApplyAsync(json -> event("view", json), executor);
  }

  private static ObjectNode with(ObjectNode json, ObjectNode part) {
    return json.setAll(part);
  }

  private static ByteString trouble(Throwable failure) {
    return event(
        "trouble",
        ViewJson.object()
            .put("error", String.valueOf(GatewayException.unwrap(failure).getMessage())));
  }

  /** JSON has no line breaks of its own. */
  private static ByteString event(String name, ObjectNode data) {
    return ByteString.fromString("event: " + name + "\ndata: " + data + "\n\n");
  }
}
