package io.gyre.store;

import io.gyre.copy.MultipartPlan;
import io.gyre.rgw.SourceVersion;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import io.gyre.s3.SlicedBody;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Reads what was written, to see what it is. */
final class ReadBack {
  private final S3Client store;

  ReadBack(S3Client store) {
    this.store = store;
  }

  /**
   * The ETag that the bytes have which the store gives.
   *
   * @param versionId that the store gave the copy; empty for a plain object
   * @param parts in which it was written; empty for a single PUT
   */
  CompletionStage<String> etag(
      SourceVersion version, String versionId, Optional<MultipartPlan> parts) {
    List<Long> lengths = parts.map(MultipartPlan::parts).orElse(List.of(version.size()));
    S3Request request =
        S3Request.object(Method.GET, version.version().bucket(), version.version().key())
            .queryIfGiven("versionId", versionId);
    return store
        .open(request)
        .thenCompose(answer -> answer.read(opened -> digests(opened.body(), lengths)))
        .thenApply(digests -> parts.isPresent() ? ContentMd5.ofParts(digests) : digests.get(0));
  }

  private static CompletionStage<List<String>> digests(SlicedBody body, List<Long> lengths) {
    List<String> digests = new ArrayList<>();
    CompletionStage<List<String>> done = CompletableFuture.completedFuture(digests);
    for (long length : lengths) {
      done =
          done.thenCompose(
              before ->
                  digest(body, length)
                      .thenApply(
                          digest -> {
                            before.add(digest);
                            return before;
                          }));
    }
    return done;
  }

  private static CompletionStage<String> digest(SlicedBody body, long length) {
    Digester digester = new Digester();
    body.slice(length).subscribe(digester);
    return digester.digest;
  }

  private static final class Digester implements Subscriber<ByteBuffer> {
    private final MessageDigest md5 = ContentMd5.md5();
    private final CompletableFuture<String> digest = new CompletableFuture<>();

    @Override
    public void onSubscribe(Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ByteBuffer bytes) {
      md5.update(bytes);
    }

    @Override
    public void onError(Throwable cause) {
      digest.completeExceptionally(cause);
    }

    @Override
    public void onComplete() {
      digest.complete(HexFormat.of().formatHex(md5.digest()));
    }
  }
}
