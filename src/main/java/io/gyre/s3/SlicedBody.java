package io.gyre.s3;

import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The body of an answer, handed out in consecutive slices of given lengths: the attributes first,
 * then the data, or the data part by part. Slices are taken one after the other, each to its end.
 *
 * <p>Nothing is read from the connection beyond {@value #READ_AHEAD} buffers that nobody has asked
 * for, so that a slow taker slows the sender down. Signals come from two event loops; {@link
 * #drain} lets one of them at a time do the work, without a lock.
 */
public final class SlicedBody implements Subscriber<ByteBuffer> {
  private static final int READ_AHEAD = 4;

  /** The length of a slice that takes whatever comes. */
  private static final long ALL = Long.MAX_VALUE;

  private static final int HEAD_EXPECTED = 4096;

  private final UnaryOperator<Throwable> explain;
  private final Pace pace;
  private final Queue<ByteBuffer> received = new ConcurrentLinkedQueue<>();
  private final AtomicInteger signals = new AtomicInteger();
  private volatile @Nullable Subscription upstream;
  private volatile @Nullable Throwable failure;
  private volatile boolean ended;
  private volatile @Nullable Slice current;

  /** What is left of the buffer that the last slice ended in. Only touched inside drain. */
  private @Nullable ByteBuffer rest;

  /**
   * @param explain puts words and a class to what the connection fails with
   * @param pace how fast more is asked for
   */
  SlicedBody(UnaryOperator<Throwable> explain, Pace pace) {
    this.explain = explain;
    this.pace = pace;
  }

  /** The next bytes as an array. */
  public CompletionStage<byte[]> collect(int length) {
    ByteCollector collector = new ByteCollector(length, length);
    slice(length).subscribe(collector);
    return collector.bytes();
  }

  /** What is left of the body, or its first bytes when it is larger; the rest is given up. */
  public CompletionStage<byte[]> head(int max) {
    ByteCollector collector = ByteCollector.cuttingOff(max, HEAD_EXPECTED);
    slice(ALL).subscribe(collector);
    return collector.bytes();
  }

  /** The next bytes as a publisher for one subscriber. The slice before has to have ended. */
  public Publisher<ByteBuffer> slice(long length) {
    return subscriber -> {
      Slice slice = new Slice(length, subscriber);
      if (current != null) {
        throw new IllegalStateException("the slice before has not ended");
      }
      current = slice;
      subscriber.onSubscribe(slice);
      drain();
    };
  }

  /** Gives the rest up when what it was read for has failed. */
  public void cancelIf(@Nullable Throwable failed) {
    if (failed != null) {
      cancel();
    }
  }

  /** Gives the rest up: closes the connection unless the body has been read to its end. */
  public void cancel() {
    fail(new GatewayException(FailureClass.TRANSIENT, "the body was given up", null));
    Subscription source = upstream;
    if (source != null && !ended) {
      source.cancel();
    }
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    upstream = subscription;
    subscription.request(READ_AHEAD);
  }

  @Override
  public void onNext(ByteBuffer buffer) {
    received.add(buffer);
    drain();
  }

  @Override
  public void onError(Throwable cause) {
    fail(explain.apply(cause));
  }

  @Override
  public void onComplete() {
    ended = true;
    drain();
  }

  /** Fails the current slice and every later one; the first failure counts. */
  void fail(Throwable cause) {
    if (failure == null && !ended) {
      failure = cause;
    }
    drain();
  }

  private void drain() {
    if (signals.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      while (step()) {}
      seen = signals.addAndGet(-seen);
    } while (seen != 0);
  }

  /** Does one thing for the current slice; false when there is nothing to do until a signal. */
  private boolean step() {
    Slice slice = current;
    if (slice == null) {
      return false;
    }
    if (slice.left == 0) {
      current = null;
      slice.subscriber.onComplete();
      return true;
    }
    if (slice.cancelled) {
      current = null;
      cancel();
      return false;
    }
    ByteBuffer buffer = slice.demand.get() > 0 ? next() : null;
    if (buffer != null) {
      slice.deliver(buffer);
      return true;
    }
    return end(slice);
  }

  /** Ends a slice that gets nothing more; false when it is to wait. */
  private boolean end(Slice slice) {
    Throwable cause = failure;
    if (cause == null && ended && rest == null && received.isEmpty()) {
      if (slice.all) {
        slice.left = 0;
        return true;
      }
      String message = "the body ended " + slice.left + " bytes too early";
      cause = new GatewayException(FailureClass.CORRUPT, message, null);
    }
    if (cause == null) {
      return false;
    }
    current = null;
    slice.subscriber.onError(cause);
    return false;
  }

  private @Nullable ByteBuffer next() {
    ByteBuffer buffer = rest;
    if (buffer != null) {
      rest = null;
      return buffer;
    }
    buffer = received.poll();
    Subscription source = upstream;
    if (buffer != null && source != null) {
      askFor(source, pace.read(buffer.remaining()));
    }
    return buffer;
  }

  private static void askFor(Subscription source, long nanos) {
    if (nanos == 0) {
      source.request(1);
    } else {
      CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS)
          .execute(() -> source.request(1));
    }
  }

  private final class Slice implements Subscription {
    private final Subscriber<? super ByteBuffer> subscriber;
    private final AtomicLong demand = new AtomicLong();
    private volatile boolean cancelled;
    private final boolean all;
    private long left;

    Slice(long length, Subscriber<? super ByteBuffer> subscriber) {
      this.all = length == ALL;
      this.left = length;
      this.subscriber = subscriber;
    }

    void deliver(ByteBuffer buffer) {
      ByteBuffer mine = buffer;
      if (buffer.remaining() > left) {
        mine = buffer.slice(buffer.position(), (int) left);
        buffer.position(buffer.position() + (int) left);
        rest = buffer;
      }
      left -= mine.remaining();
      demand.decrementAndGet();
      subscriber.onNext(mine);
    }

    @Override
    public void request(long n) {
      demand.accumulateAndGet(n, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
      drain();
    }

    @Override
    public void cancel() {
      cancelled = true;
      drain();
    }
  }
}
