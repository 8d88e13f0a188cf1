package io.gyre.rgw;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** The SHA-256 of a body, which is taken a buffer at a time and not kept. */
public final class DigestCollector implements Subscriber<ByteBuffer> {
  private final CompletableFuture<String> digest = new CompletableFuture<>();
  private final MessageDigest sha256 = sha256();
  private @Nullable Subscription upstream;

  /** In hexadecimal digits. */
  public CompletionStage<String> digest() {
    return digest;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    upstream = subscription;
    subscription.request(1);
  }

  @Override
  public void onNext(ByteBuffer part) {
    sha256.update(part);
    if (upstream != null) {
      upstream.request(1);
    }
  }

  @Override
  public void onError(Throwable cause) {
    digest.completeExceptionally(cause);
  }

  @Override
  public void onComplete() {
    digest.complete(HexFormat.of().formatHex(sha256.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
