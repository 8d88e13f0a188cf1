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

/** Gathers a small body; a larger one than allowed fails it. */
final class ByteCollector implements Subscriber<ByteBuffer> {
  private final CompletableFuture<byte[]> bytes = new CompletableFuture<>();
  private final int limit;
  private byte[] buffer;
  private int size;
  private @Nullable Subscription subscription;

  /**
   * @param limit the most that is taken
   * @param expected how much there probably is
   */
  ByteCollector(int limit, int expected) {
    this.limit = limit;
    this.buffer = new byte[Math.min(limit, expected)];
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
    int count = part.remaining();
    if (count > limit - size) {
      fail("the body is larger than the " + limit + " bytes expected");
      return;
    }
    if (size + count > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.min(limit, Math.max(2 * buffer.length, size + count)));
    }
    part.get(buffer, size, count);
    size += count;
  }

  private void fail(String message) {
    bytes.completeExceptionally(new GatewayException(FailureClass.CORRUPT, message, null));
    if (subscription != null) {
      subscription.cancel();
    }
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
