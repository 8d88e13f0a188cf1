package io.gyre.s3.netty;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The body of an answer, for one subscriber, who is served on the connection's event loop. Beyond
 * what was asked for it holds what one turn of reading has brought, a few buffers; then the
 * connection is not read until the subscriber wants more.
 */
final class AnswerBody implements Publisher<ByteBuffer>, Subscription {
  private final Connection connection;
  private final Queue<ByteBuffer> received = new ArrayDeque<>();
  private @Nullable Subscriber<? super ByteBuffer> subscriber;
  private long wanted;
  private boolean last;
  private boolean ended;
  private boolean delivering;

  AnswerBody(Connection connection) {
    this.connection = connection;
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> taker) {
    if (subscriber != null) {
      throw new IllegalStateException("an answer is read once");
    }
    subscriber = taker;
    taker.onSubscribe(this);
  }

  @Override
  public void request(long n) {
    connection.onLoop(
        () -> {
          wanted = wanted + n < 0 ? Long.MAX_VALUE : wanted + n;
          deliver();
          if (wantsMore()) {
            connection.channel().read();
          }
        });
  }

  @Override
  public void cancel() {
    connection.onLoop(
        () -> {
          if (!ended) {
            ended = true;
            received.clear();
            connection.givenUp();
          }
        });
  }

  /** Whether the connection is to be read for it. */
  boolean wantsMore() {
    return !last && wanted > received.size();
  }

  /** Whether its last byte has come, delivered or not. */
  boolean isWhole() {
    return last;
  }

  /** Some bytes came, which are copied: the buffer is the connection's. */
  void received(ByteBuf content, boolean isLast) {
    if (content.isReadable()) {
      ByteBuffer copy = ByteBuffer.allocate(content.readableBytes());
      content.readBytes(copy);
      received.add(copy.flip());
    }
    last = isLast;
    deliver();
  }

  private void deliver() {
    if (delivering || ended || subscriber == null) {
      return;
    }
    delivering = true;
    while (!ended && wanted > 0 && !received.isEmpty()) {
      wanted--;
      subscriber.onNext(Objects.requireNonNull(received.poll()));
    }
    delivering = false;
    if (!ended && last && received.isEmpty()) {
      ended = true;
      connection.answered(subscriber::onComplete);
    }
  }

  /** Nothing more will come. */
  void broken(Throwable cause) {
    if (!ended) {
      ended = true;
      received.clear();
      if (subscriber != null) {
        subscriber.onError(cause);
      }
    }
  }
}
