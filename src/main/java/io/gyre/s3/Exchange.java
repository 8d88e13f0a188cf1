package io.gyre.s3;

import io.gyre.config.Endpoint;
import io.gyre.failure.GatewayException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;

/** One request and its answer, as the HTTP client reports them. */
abstract class Exchange implements SdkAsyncHttpResponseHandler {
  /** What is read of an error answer: beyond it there are only proxies' pages. */
  private static final int ERROR_BODY_MAX = 64 << 10;

  private static final int BODY_EXPECTED = 1024;

  private final Endpoint endpoint;
  private final EndpointRotation endpoints;
  private final Failures failures;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile @Nullable SdkHttpResponse response;

  Exchange(Failures failures, Endpoint endpoint, EndpointRotation endpoints) {
    this.failures = failures;
    this.endpoint = endpoint;
    this.endpoints = endpoints;
  }

  /** A good answer has begun. */
  abstract void good(S3Answer.Headers headers, Publisher<ByteBuffer> content);

  /** There was no good answer, or it broke off. Called at least once then. */
  abstract void failed(Throwable failure);

  final void run(SdkAsyncHttpClient http, AsyncExecuteRequest execution) {
    CompletableFuture<Void> running = http.execute(execution);
    onEnd(
        running,
        failure -> {
          if (failure != null) {
            onError(failure);
          }
          ended.complete(null);
        });
    onEnd(
        ended,
        failure -> {
          if (failure != null) {
            running.completeExceptionally(failure);
          }
        });
  }

  static void onEnd(CompletionStage<?> stage, Consumer<@Nullable Throwable> then) {
    stage.whenComplete((done, failure) -> then.accept(failure));
  }

  /** Breaks the exchange off, whatever its state, when it takes longer than this from now. */
  final void endWithin(Duration limit) {
    limit(ended, limit);
  }

  /** Breaks the exchange off unless something is complete within this time from now. */
  final void limit(CompletableFuture<?> awaited, Duration limit) {
    Deadlines.set(awaited, limit, this::breakOff);
  }

  final void breakOff(Throwable cause) {
    ended.completeExceptionally(cause);
  }

  @Override
  public final void onHeaders(SdkHttpResponse headers) {
    response = headers;
  }

  @Override
  public final void onStream(Publisher<ByteBuffer> content) {
    SdkHttpResponse answer = response;
    if (answer == null) {
      throw new IllegalStateException("a body before its headers");
    }
    S3Answer.Headers headers = new S3Answer.Headers(answer);
    int status = answer.statusCode();
    if (status / 100 == 2) {
      good(headers, content);
      return;
    }
    ByteCollector error = new ByteCollector(ERROR_BODY_MAX, BODY_EXPECTED);
    content.subscribe(error);
    error
        .bytes()
        .exceptionally(unreadable -> new byte[0])
        .thenAccept(body -> refused(failures.refused(status, headers, body)));
  }

  private void refused(GatewayException failure) {
    if (failure.isRefusalOfUs()) {
      endpoints.failed(endpoint);
    }
    failed(failure);
  }

  @Override
  public final void onError(Throwable cause) {
    if (response == null && !failures.ours()) {
      endpoints.failed(endpoint);
    }
    failed(failures.broken(cause));
  }

  /** An exchange whose good answer is gathered. */
  static final class Whole extends Exchange {
    /** The largest answer that is held in memory: a layout of 10,000 parts has some megabytes. */
    private static final int ANSWER_MAX = 16 << 20;

    final CompletableFuture<S3Answer> answer = new CompletableFuture<>();

    Whole(Failures failures, Endpoint endpoint, EndpointRotation endpoints) {
      super(failures, endpoint, endpoints);
    }

    @Override
    void good(S3Answer.Headers headers, Publisher<ByteBuffer> content) {
      ByteCollector collector = new ByteCollector(ANSWER_MAX, BODY_EXPECTED);
      content.subscribe(collector);
      collector
          .bytes()
          .whenComplete(
              (body, failure) -> {
                if (failure == null) {
                  answer.complete(new S3Answer(headers, body));
                } else {
                  onError(failure);
                }
              });
    }

    @Override
    void failed(Throwable failure) {
      answer.completeExceptionally(failure);
    }
  }

  /** An exchange whose good answer is read as it comes. */
  static final class Opened extends Exchange {
    final CompletableFuture<OpenAnswer> answer = new CompletableFuture<>();
    private final SlicedBody body;
    private final LongFunction<Duration> limitBySize;

    Opened(
        Failures failures,
        Endpoint endpoint,
        EndpointRotation endpoints,
        LongFunction<Duration> limitBySize,
        Pace pace) {
      super(failures, endpoint, endpoints);
      this.body = new SlicedBody(failures::broken, pace);
      this.limitBySize = limitBySize;
    }

    /** Breaks the exchange off when its answer has not begun within this time from now. */
    void beginWithin(Duration limit) {
      limit(answer, limit);
    }

    @Override
    void good(S3Answer.Headers headers, Publisher<ByteBuffer> content) {
      endWithin(limitBySize.apply(Math.max(0, headers.number("Content-Length"))));
      content.subscribe(body);
      answer.complete(new OpenAnswer(headers, body));
    }

    @Override
    void failed(Throwable failure) {
      body.fail(failure);
      answer.completeExceptionally(failure);
    }
  }
}
