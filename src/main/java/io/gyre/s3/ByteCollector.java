package io.gyre.s3;

import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Gathers a small body. A larger one than allowed fails it, or is cut off. */
final class ByteCollector implements Subscriber<ByteBuffer> {
  /** Most answers to a write have no body. */
  private static final byte[] NOTHING = {};

  private final CompletableFuture<byte[]> bytes = new CompletableFuture<>();
  private final int limit;
  private final int expected;
  private final boolean cutOff;
  private byte[] buffer = NOTHING;
  private int size;
  private @Nullable Subscription subscription;

  /**
   * A collector that fails at a larger body.
   *
   * @param limit the most that is taken
   * @param expected how much there probably is
   */
  ByteCollector(int limit, int expected) {
    this(limit, expected, false);
  }

  private ByteCollector(int limit, int expected, boolean cutOff) {
    this.limit = limit;
    this.expected = expected;
    this.cutOff = cutOff;
  }

  /** A collector that takes the beginning of a larger body, and gives the rest up. */
  static ByteCollector cuttingOff(int limit, int expected) {
    return new ByteCollector(limit, expected, true);
  }

  CompletionStage<byte[]> bytes() {
    return bytes;
  }

  @Override
  public void onSubscribe(Subscription source) {
    subscription = source;
    source.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(ByteBuffer part) {
    if (part.remaining() <= limit - size) {
      append(part, part.remaining());
      return;
    }
    if (cutOff) {
      append(part, limit - size);
      onComplete();
    } else {
      String message = "the body is larger than the " + limit + " bytes expected";
      onError(new GatewayException(FailureClass.CORRUPT, message, null));
    }
    if (subscription != null) {
      subscription.cancel();
    }
  }

  private void append(ByteBuffer part, int count) {
    if (size + count > buffer.length) {
      int grown = Math.max(Math.max(2 * buffer.length, expected), size + count);
      buffer = Arrays.copyOf(buffer, Math.min(limit, grown));
    }
    part.get(buffer, size, count);
    size += count;
  }

  @Override
  public void onError(Throwable cause) {
    bytes.completeExceptionally(cause);
  }

  @Override
  public void onComplete() {
    bytes.complete(size == buffer.length ? buffer : Arrays.copyOf(buffer, size));
  }
}
