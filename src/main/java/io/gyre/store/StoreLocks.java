package io.gyre.store;

import io.gyre.copy.ObjectVersion;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.rgw.SourceVersion;
import io.gyre.rgw.VersionLock;
import io.gyre.s3.RequestBody;
import io.gyre.s3.S3Answer;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Retention and legal holds of versions in a store, where its buckets have object lock. */
final class StoreLocks {
  private static final String MODE = "x-amz-object-lock-mode";
  private static final String UNTIL = "x-amz-object-lock-retain-until-date";
  private static final String HOLD = "x-amz-object-lock-legal-hold";
  private static final String BYPASS = "x-amz-bypass-governance-retention";
  private static final String SUB_RESOURCE = "object-lock";

  /** Buckets that are remembered; others are asked for again. */
  private static final int REMEMBERED = 10_000;

  /** What a bucket of the store has. */
  enum State {
    /** No object lock. */
    NONE,
    LOCK,
    /** Object lock, and a retention for what is written without one. */
    DEFAULT
  }

  private final S3Client store;
  private final Clock clock;
  private final LossObserver observer;
  private final Map<BucketName, State> known = new ConcurrentHashMap<>();

  /** Only reads. */
  StoreLocks(S3Client store, Clock clock) {
    this(store, clock, LossObserver.NONE);
  }

  /**
   * @param observer told of locks that a version gets later, and the store does not have
   */
  StoreLocks(S3Client store, Clock clock, LossObserver observer) {
    this.store = store;
    this.clock = clock;
    this.observer = observer;
  }

  /**
   * What the store's bucket has; asked once. Where the store does not tell us, that is nothing, but
   * it is asked again.
   *
   * @param locked whether it is about a version that is locked: that fails where it is not told
   */
  CompletionStage<State> of(BucketName bucket, boolean locked) {
    State remembered = known.get(bucket);
    return remembered != null
        ? CompletableFuture.completedFuture(remembered)
        : told(bucket)
            .thenApply(found -> remember(bucket, state(found)))
            .exceptionallyCompose(
                failure ->
                    locked || !isDenied(failure)
                        ? CompletableFuture.failedFuture(failure)
                        : CompletableFuture.completedFuture(State.NONE));
  }

  private State remember(BucketName bucket, State state) {
    if (known.size() >= REMEMBERED) {
      known.clear();
    }
    known.put(bucket, state);
    return state;
  }

  private static State state(Optional<String> document) {
    return document.map(found -> hasRule(found) ? State.DEFAULT : State.LOCK).orElse(State.NONE);
  }

  static boolean hasRule(String document) {
    return document.contains("<Rule>") || document.contains("<Rule ");
  }

  /** The document of a bucket's object lock; empty where the store has none, or tells of none. */
  CompletionStage<Optional<String>> configuration(BucketName bucket) {
    return orNothing(told(bucket), StoreLocks::isDenied);
  }

  /** The same, failing where the store does not tell us. */
  private CompletionStage<Optional<String>> told(BucketName bucket) {
    return orNothing(
        store
            .call(S3Request.bucket(Method.GET, bucket).flag(SUB_RESOURCE))
            .thenApply(S3Answer::text)
            .thenApply(
                document -> Optional.of(document).filter(found -> found.contains("Enabled"))),
        StoreLocks::isNone);
  }

  private static CompletionStage<Optional<String>> orNothing(
      CompletionStage<Optional<String>> call, Predicate<Throwable> nothing) {
    return call.exceptionallyCompose(
        failure ->
            nothing.test(failure)
                ? CompletableFuture.completedFuture(Optional.empty())
                : CompletableFuture.failedFuture(failure));
  }

  /** Whether the store says that there is none, or knows no such thing. */
  private static boolean isNone(Throwable failure) {
    return Absent.document(failure)
        || (BucketSettings.refusal(failure).isPresent() && !isDenied(failure));
  }

  private static boolean isDenied(Throwable failure) {
    return GatewayException.classOf(failure) == FailureClass.DENIED
        && BucketSettings.refusal(failure).isPresent();
  }

  /** Gives a bucket object lock, or another default. */
  CompletionStage<Void> configure(BucketName bucket, String document) {
    known.remove(bucket);
    return store
        .call(
            S3Request.bucket(Method.PUT, bucket)
                .flag(SUB_RESOURCE)
                .header("Content-MD5", ContentMd5.of(document))
                .body(RequestBody.of(document)))
        .thenAccept(put -> known.remove(bucket));
  }

  /**
   * The lock of a write.
   *
   * @param headers that the write takes along
   * @param follows whether they are not all of it: the rest is written once the copy is verified
   */
  record Sent(Map<String, String> headers, boolean follows) {}

  /** A copy under compliance could not be removed again, so it has to be verified before. */
  Sent sent(VersionLock source, State there) {
    VersionLock wanted = wanted(source, there);
    return there != State.NONE && wanted.isCompliant(clock.instant())
        ? new Sent(headersOfNothing(there), true)
        : new Sent(headers(wanted, there), false);
  }

  private Map<String, String> headers(VersionLock wanted, State there) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (there != State.NONE && wanted.isRetained()) {
      headers.put(MODE, wanted.mode());
      headers.put(UNTIL, text(wanted));
    }
    if (there != State.NONE && wanted.held()) {
      headers.put(HOLD, "ON");
    }
    return headers;
  }

  /** Of what we write ourselves, and remove again. */
  Map<String, String> headersOfNothing(State there) {
    return headers(wanted(new VersionLock("", Instant.EPOCH, false), there), there);
  }

  private VersionLock wanted(VersionLock source, State there) {
    return there == State.DEFAULT && !source.isRetained()
        ? source.allButNone(clock.instant())
        : source;
  }

  private static String text(VersionLock lock) {
    return lock.until().toString();
  }

  /** Writes what a write could not take along. */
  CompletionStage<Void> write(SourceVersion version, String destinationId, State there) {
    VersionLock wanted = wanted(version.lock(clock.instant()), there);
    return (wanted.isRetained() ? retain(version.version(), destinationId, wanted) : nothing())
        .thenCompose(
            retained -> wanted.held() ? hold(version.version(), destinationId, true) : nothing());
  }

  /** Gives a version of the store the lock that the source's has by now. */
  CompletionStage<Void> equalize(SourceVersion version, String destinationId) {
    boolean locked = version.lock(clock.instant()).isLocked();
    return of(version.version().bucket(), locked)
        .thenCompose(
            there -> {
              if (there != State.NONE) {
                return at(version.version(), destinationId)
                    .thenCompose(lock -> equalize(version, destinationId, lock));
              }
              if (locked) {
                observer.lockLost(version.version());
              }
              return nothing();
            });
  }

  private CompletionStage<Void> equalize(SourceVersion version, String id, VersionLock there) {
    Instant now = clock.instant();
    VersionLock wanted = version.lock(now);
    boolean other =
        wanted.isRetained()
            ? !wanted.mode().equals(there.mode()) || !text(wanted).equals(text(there))
            : there.worthEnding(now);
    VersionLock retention = wanted.isRetained() ? wanted : wanted.allButNone(now);
    return (other ? retain(version.version(), id, retention) : nothing())
        .thenCompose(
            retained ->
                wanted.held() == there.held()
                    ? nothing()
                    : hold(version.version(), id, wanted.held()));
  }

  private CompletionStage<VersionLock> at(ObjectVersion version, String id) {
    return store.call(request(Method.HEAD, version, id)).thenApply(head -> read(head.headers()));
  }

  /** The lock that an answer tells of. */
  static VersionLock read(S3Answer.Headers said) {
    boolean held = said.first(HOLD).equals("ON");
    try {
      return said.first(MODE).isEmpty()
          ? new VersionLock("", Instant.EPOCH, held)
          : new VersionLock(said.first(MODE), Instant.parse(said.first(UNTIL)), held);
    } catch (DateTimeException e) {
      throw new GatewayException(
          FailureClass.CORRUPT, "a store names no time for a retention: " + said.first(UNTIL), e);
    }
  }

  private CompletionStage<Void> retain(ObjectVersion version, String id, VersionLock lock) {
    String document =
        "<Retention xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Mode>"
            + lock.mode()
            + "</Mode><RetainUntilDate>"
            + text(lock)
            + "</RetainUntilDate></Retention>";
    return put(request(Method.PUT, version, id).flag("retention").header(BYPASS, "true"), document);
  }

  private CompletionStage<Void> hold(ObjectVersion version, String id, boolean on) {
    String document =
        "<LegalHold xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Status>"
            + (on ? "ON" : "OFF")
            + "</Status></LegalHold>";
    return put(request(Method.PUT, version, id).flag("legal-hold"), document);
  }

  private CompletionStage<Void> put(S3Request request, String document) {
    return store
        .call(request.header("Content-MD5", ContentMd5.of(document)).body(RequestBody.of(document)))
        .thenAccept(done -> {});
  }

  /**
   * Removes a version that is to go, also where a hold or governance keeps it; only compliance
   * does. One that is not there counts as removed.
   */
  CompletionStage<Void> remove(BucketName bucket, String key, String id) {
    ObjectVersion version = ObjectVersion.plain(bucket, key);
    if (id.isEmpty()) {
      return removed(request(Method.DELETE, version, id));
    }
    return ofWhatGoes(bucket)
        .thenCompose(
            there -> {
              if (there == State.NONE) {
                return removed(request(Method.DELETE, version, id));
              }
              return removed(request(Method.DELETE, version, id).header(BYPASS, "true"))
                  .exceptionallyCompose(
                      failure ->
                          GatewayException.classOf(failure) == FailureClass.DENIED
                              ? released(version, id, failure)
                              : CompletableFuture.failedFuture(failure));
            });
  }

  /** A removal is not kept back by a page in place of an answer: it has an answer of its own. */
  private CompletionStage<State> ofWhatGoes(BucketName bucket) {
    return of(bucket, false)
        .exceptionallyCompose(
            failure ->
                Absent.anything(failure) && !Absent.bucket(failure)
                    ? CompletableFuture.completedFuture(State.NONE)
                    : CompletableFuture.failedFuture(failure));
  }

  private CompletionStage<Void> released(ObjectVersion version, String id, Throwable failure) {
    return at(version, id)
        .thenCompose(
            lock ->
                lock.held() && !lock.isCompliant(clock.instant())
                    ? hold(version, id, false).thenCompose(off -> removedOrHeld(version, id))
                    : CompletableFuture.failedFuture(failure));
  }

  /** What stays keeps its hold. */
  private CompletionStage<Void> removedOrHeld(ObjectVersion version, String id) {
    return removed(request(Method.DELETE, version, id).header(BYPASS, "true"))
        .exceptionallyCompose(
            failure ->
                hold(version, id, true)
                    .handle(
                        (on, heldNot) -> {
                          if (heldNot != null) {
                            failure.addSuppressed(heldNot);
                          }
                          return failure;
                        })
                    .thenCompose(CompletableFuture::failedFuture));
  }

  private CompletionStage<Void> removed(S3Request request) {
    return Absent.unless(store.call(request)).thenAccept(done -> {});
  }

  private static S3Request request(Method method, ObjectVersion version, String id) {
    return S3Request.object(method, version.bucket(), version.key()).queryIfGiven("versionId", id);
  }

  private static CompletionStage<Void> nothing() {
    return CompletableFuture.completedFuture(null);
  }
}
