package io.gyre.s3;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.http.async.SdkHttpContentPublisher;

/**
 * A request's body on its way out. It remembers whether a connection asked for it, because from
 * then on a request without an answer can have had an effect: the head is written by then. Before
 * that, it cannot: there was no connection yet, or its other end has not said that it wants the
 * body.
 */
final class SentBody implements SdkHttpContentPublisher {
  private final RequestBody body;
  private volatile boolean begun;
  private volatile @Nullable Throwable failure;

  SentBody(RequestBody body) {
    this.body = body;
  }

  /** Whether a connection asked for the body: there was one. */
  boolean begun() {
    return begun;
  }

  /** Why the body itself could not be had, when that is what ended the request. */
  @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public Optional<Long> contentLength() {
    return Optional.of(body.length());
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    begun = true;
    if (body instanceof RequestBody.Stream stream) {
      stream.publisher().subscribe(new Watching(subscriber));
    } else if (body instanceof RequestBody.Bytes bytes) {
      subscriber.onSubscribe(new Once(bytes.content().duplicate(), subscriber));
    }
  }

  /** Hands a buffer over on the first demand. */
  private static final class Once implements Subscription {
    private final ByteBuffer content;
    private final Subscriber<? super ByteBuffer> subscriber;
    private boolean done;

    Once(ByteBuffer content, Subscriber<? super ByteBuffer> subscriber) {
      this.content = content;
      this.subscriber = subscriber;
    }

    @Override
    public void request(long n) {
      if (done) {
        return;
      }
      done = true;
      if (content.hasRemaining()) {
        subscriber.onNext(content);
      }
      subscriber.onComplete();
    }

    @Override
    public void cancel() {
      done = true;
    }
  }

  /** Passes a stream on and notes its end. */
  private final class Watching implements Subscriber<ByteBuffer> {
    private final Subscriber<? super ByteBuffer> subscriber;

    Watching(Subscriber<? super ByteBuffer> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      subscriber.onSubscribe(subscription);
    }

    @Override
    public void onNext(ByteBuffer buffer) {
      subscriber.onNext(buffer);
    }

    @Override
    public void onError(Throwable cause) {
      failure = cause;
      subscriber.onError(cause);
    }

    @Override
    public void onComplete() {
      subscriber.onComplete();
    }
  }
}
