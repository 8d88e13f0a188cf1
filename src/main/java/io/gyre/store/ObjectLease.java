package io.gyre.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.failure.GatewayException;
import io.gyre.lease.Lease;
import io.gyre.log.BucketName;
import io.gyre.s3.RequestBody;
import io.gyre.s3.S3Answer;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A lease that is an object of a store: written only under the condition that nobody else has
 * written it since it was read. Each renewal changes it; what has stood unchanged for as long as
 * its holder asked for, by our own clock, has lapsed. Clocks need not agree.
 *
 * <p>A store may take such conditions and not keep to them. So it is asked once to do what has to
 * be refused, with the content that is there.
 */
public final class ObjectLease implements Lease {
  private static final int NOT_FOUND = 404;
  private static final int PRECONDITION_FAILED = 412;
  private static final int CONFLICT = 409;
  private static final int NOT_IMPLEMENTED = 501;

  /** That nothing has. */
  private static final String NO_ETAG = "0".repeat(32);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final S3Client store;
  private final BucketName bucket;
  private final BucketMaking making;
  private final String key;
  private final String holder;
  private final Duration patience;
  private final LongSupplier nanos;

  /** Of another holder: which content was seen, and since when by our clock. */
  private volatile Seen seen = new Seen("", 0);

  private volatile boolean proven;

  /**
   * Whether conditions name ETags without their quotes: a RADOS gateway (16.2) compares what is in
   * the header as it is.
   */
  private volatile boolean bare;

  private record Seen(String etag, long since) {}

  /**
   * What is there.
   *
   * @param holder empty for one that was given back
   */
  private record Content(String etag, ByteBuffer document, String holder, Duration length) {}

  /** The store does not keep to conditions. */
  private static final class Unconditional extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unconditional() {
      super("the store does not keep to conditions of writes", null, false, false);
    }
  }

  /**
   * A lease that is not held yet.
   *
   * @param store a client that no fence holds back
   * @param bucket is made when it is missing
   * @param making how
   * @param sourceZone id of the zone that is replicated
   * @param holder who wants it; the same for every process of one state directory, and no other
   * @param patience how long one answer is waited for
   * @param nanos a clock that nobody sets
   */
  public ObjectLease(
      S3Client store,
      String bucket,
      BucketMaking making,
      String sourceZone,
      String holder,
      Duration patience,
      LongSupplier nanos) {
    this.store = store;
    this.bucket = new BucketName("", bucket);
    this.making = making;
    this.key = keyOf(sourceZone);
    this.holder = holder;
    this.patience = patience;
    this.nanos = nanos;
  }

  /** The key of the object. */
  public static String keyOf(String sourceZone) {
    return "gyre-lease-" + sourceZone;
  }

  @Override
  public CompletionStage<Answer> take(Duration length) {
    return read()
        .thenCompose(
            found ->
                found.isEmpty()
                    ? make(length)
                    : proof(found.get()).thenCompose(proven -> take(found.get(), length)))
        .exceptionallyCompose(
            failure ->
                GatewayException.unwrap(failure) instanceof Unconditional
                    ? CompletableFuture.completedFuture(Answer.UNSUPPORTED)
                    : CompletableFuture.failedFuture(failure));
  }

  private CompletionStage<Answer> make(Duration length) {
    return write(document(holder, length), "If-None-Match", "*")
        .thenCompose(
            answer ->
                answer != Answer.HELD
                    ? CompletableFuture.completedFuture(answer)
                    : read()
                        .thenCompose(
                            made ->
                                made.map(this::proof)
                                    .orElseGet(() -> CompletableFuture.completedFuture(null)))
                        .thenApply(proven -> answer));
  }

  private CompletionStage<Answer> take(Content found, Duration length) {
    boolean free = found.holder().isEmpty() || found.holder().equals(holder) || hasLapsed(found);
    return free
        ? writeOver(found, document(holder, length))
        : CompletableFuture.completedFuture(Answer.REFUSED);
  }

  private boolean hasLapsed(Content found) {
    if (!seen.etag().equals(found.etag())) {
      seen = new Seen(found.etag(), nanos.getAsLong());
      return false;
    }
    return nanos.getAsLong() - seen.since() >= found.length().toNanos();
  }

  /** As long as nobody else has written it since. */
  private CompletionStage<Answer> writeOver(Content found, ByteBuffer document) {
    return write(document, "If-Match", bare ? found.etag() : quoted(found.etag()))
        .thenCompose(
            answer ->
                answer == Answer.REFUSED && !bare
                    ? read()
                        .thenCompose(
                            now ->
                                now.filter(there -> there.etag().equals(found.etag())).isPresent()
                                    ? writeOverBare(found, document)
                                    : CompletableFuture.completedFuture(answer))
                    : CompletableFuture.completedFuture(answer));
  }

  private CompletionStage<Answer> writeOverBare(Content found, ByteBuffer document) {
    return write(document, "If-Match", found.etag())
        .thenApply(
            answer -> {
              bare = answer == Answer.HELD;
              return answer;
            });
  }

  private static String quoted(String etag) {
    return '"' + etag + '"';
  }

  /** All these conditions have to fail; what is there is not changed by them in any case. */
  private CompletionStage<Void> proof(Content there) {
    if (proven) {
      return CompletableFuture.completedFuture(null);
    }
    return write(there.document(), "If-None-Match", "*")
        .thenCompose(
            first ->
                first == Answer.HELD
                    ? CompletableFuture.completedFuture(first)
                    : write(there.document(), "If-Match", quoted(NO_ETAG)))
        .thenCompose(
            second ->
                second == Answer.HELD
                    ? CompletableFuture.completedFuture(second)
                    : write(there.document(), "If-Match", NO_ETAG))
        .thenAccept(
            answer -> {
              if (answer == Answer.HELD) {
                throw new Unconditional();
              }
              proven = true;
            });
  }

  private CompletionStage<Answer> write(ByteBuffer document, String condition, String value) {
    S3Request request =
        S3Request.object(Method.PUT, bucket, key)
            .header("Content-Type", "application/json")
            .header(condition, value)
            .body(new RequestBody.Bytes(document.duplicate()));
    return limited(store.call(request))
        .thenApply(written -> Answer.HELD)
        .exceptionallyCompose(
            failure -> {
              int status = status(failure);
              if (status == PRECONDITION_FAILED || status == CONFLICT) {
                return CompletableFuture.completedFuture(Answer.REFUSED);
              }
              return status == NOT_IMPLEMENTED
                  ? CompletableFuture.failedFuture(new Unconditional())
                  : CompletableFuture.failedFuture(failure);
            });
  }

  private CompletionStage<Optional<Content>> read() {
    return limited(store.call(S3Request.object(Method.GET, bucket, key)))
        .thenApply(answer -> Optional.of(content(answer)))
        .exceptionallyCompose(
            failure -> {
              if (Absent.bucket(failure)) {
                return limited(store.call(making.request(bucket)))
                    .thenApply(made -> Optional.empty());
              }
              return status(failure) == NOT_FOUND
                  ? CompletableFuture.completedFuture(Optional.empty())
                  : CompletableFuture.failedFuture(failure);
            });
  }

  private static Content content(S3Answer answer) {
    try {
      JsonNode document = JSON.readTree(answer.body());
      return new Content(
          answer.etag(),
          ByteBuffer.wrap(answer.body()),
          document.path("holder").asText(),
          Duration.ofSeconds(document.path("seconds").asLong()));
    } catch (IOException e) {
      // Somebody else's object: it is held by whoever that is.
      return new Content(answer.etag(), ByteBuffer.wrap(answer.body()), "?", Duration.ofDays(1));
    }
  }

  private static ByteBuffer document(String holder, Duration length) {
    try {
      ObjectNode document = JSON.createObjectNode();
      document.put("holder", holder);
      document.put("seconds", length.toSeconds());
      document.put("renewal", UUID.randomUUID().toString());
      return ByteBuffer.wrap(JSON.writeValueAsBytes(document));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers can be written", e);
    }
  }

  private static int status(Throwable failure) {
    return GatewayException.unwrap(failure) instanceof GatewayException answer
        ? answer.status()
        : 0;
  }

  private <T> CompletableFuture<T> limited(CompletionStage<T> call) {
    return call.toCompletableFuture().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public CompletionStage<Void> release() {
    return read()
        .thenCompose(
            found ->
                found.filter(content -> content.holder().equals(holder)).isPresent()
                    ? writeOver(found.get(), document("", Duration.ZERO))
                    : CompletableFuture.completedFuture(Answer.REFUSED))
        .thenAccept(released -> {});
  }
}
