package io.gyre.s3.netty;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.http.async.SdkHttpContentPublisher;

/**
 * Writes a request's body to its connection. No more than {@value #UNDER_WAY} buffers are asked for
 * that have not left, so that a slow connection slows the publisher down.
 */
final class SendingBody implements Subscriber<ByteBuffer> {
  private static final int UNDER_WAY = 4;

  private final Connection connection;
  private final SdkHttpContentPublisher publisher;
  private final long length;
  private final Queue<Runnable> signals = new ConcurrentLinkedQueue<>();
  private @Nullable Subscription subscription;
  private long received;
  private int unwritten;
  private boolean complete;
  private boolean cancelled;

  SendingBody(Connection connection, SdkHttpContentPublisher publisher) {
    this.connection = connection;
    this.publisher = publisher;
    this.length = publisher.contentLength().orElse(0L);
  }

  /** Asks for the body. Its head has been written, perhaps not yet flushed. */
  void begin() {
    publisher.subscribe(this);
  }

  /** Whether all of it was written. */
  boolean complete() {
    return complete && unwritten == 0;
  }

  /** Whether all that was received has left, and more is to come. */
  boolean waitsForPublisher() {
    return !complete && unwritten == 0;
  }

  void cancel() {
    cancelled = true;
    if (subscription != null && !complete) {
      subscription.cancel();
    }
  }

  /**
   * Signals come from two event loops, one at a time: one that is given here on our own must not
   * overtake one of the other's that still waits in our queue of tasks.
   */
  private void signal(Runnable next) {
    signals.add(next);
    connection.onLoop(this::takeSignals);
  }

  private void takeSignals() {
    for (Runnable next = signals.poll(); next != null; next = signals.poll()) {
      next.run();
    }
  }

  @Override
  public void onSubscribe(Subscription source) {
    subscription = source;
    source.request(UNDER_WAY);
  }

  @Override
  public void onNext(ByteBuffer buffer) {
    signal(() -> write(buffer));
  }

  private void write(ByteBuffer buffer) {
    if (cancelled) {
      return;
    }
    Channel channel = connection.channel();
    received += buffer.remaining();
    unwritten++;
    var written = channel.write(Unpooled.wrappedBuffer(buffer));
    if (received < length) {
      channel.flush();
    }
    written.addListener(
        done -> {
          unwritten--;
          if (!done.isSuccess()) {
            connection.failed(this, done.cause());
          } else if (!cancelled && !complete && subscription != null) {
            connection.progressed();
            subscription.request(1);
          }
        });
  }

  @Override
  public void onError(Throwable cause) {
    signal(() -> connection.failed(this, cause));
  }

  @Override
  public void onComplete() {
    signal(
        () -> {
          if (!cancelled) {
            complete = true;
            connection.channel().flush();
          }
        });
  }
}
