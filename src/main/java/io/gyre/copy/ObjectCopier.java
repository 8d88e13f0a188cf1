package io.gyre.copy;

import io.gyre.copy.CopyTask.Intent;
import io.gyre.copy.FairGate.Lane;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.failure.RetryPolicy;
import io.gyre.log.BucketName;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one version of one key to what the source has now, with a few attempts. It never fails for
 * what an endpoint did: what could not be done comes back as {@link Result.Failed}, to be parked.
 *
 * <p>A failure without any answer (connection refused, time-out) says more about an endpoint than
 * about the object. Such an attempt counts only if some other copy has succeeded meanwhile; so an
 * outage leaves entries waiting in their streams instead of parking them by the thousand. After
 * {@link #MAX_UNCOUNTED} of them the entry is parked all the same.
 */
public final class ObjectCopier {
  /** Attempts without an answer that may pass uncounted while nothing else succeeds either. */
  static final int MAX_UNCOUNTED = 40;

  private static final Logger LOG = LoggerFactory.getLogger(ObjectCopier.class);

  /** Waits without blocking. */
  @FunctionalInterface
  public interface Delay {
    /** Completes after this time. */
    CompletionStage<Void> after(Duration time);
  }

  /** How a task ended. */
  public sealed interface Result {
    /**
     * It has an outcome.
     *
     * @param bytes copied
     */
    record Done(CopyOutcome outcome, long bytes) implements Result {}

    /** It failed too often for now. */
    record Failed(FailureClass failureClass, String reason, int attempts) implements Result {}
  }

  private final ObjectStore store;
  private final FairGate gate;
  private final RetryPolicy retries;
  private final Delay delay;
  private final DoubleSupplier random;
  private final KeyedSerializer<ObjectVersion> perKey = new KeyedSerializer<>();
  private final AtomicLong successes = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();

  /**
   * @param random uniform in [0, 1), for the jitter of retries
   */
  public ObjectCopier(
      ObjectStore store, FairGate gate, RetryPolicy retries, Delay delay, DoubleSupplier random) {
    this.store = store;
    this.gate = gate;
    this.retries = retries;
    this.delay = delay;
    this.random = random;
  }

  /** Works on a task. One operation per key is under way in this process at any time. */
  public CompletionStage<Result> copy(BucketName bucket, boolean live, CopyTask task) {
    return perKey.run(
        ObjectVersion.plain(bucket, task.key()),
        () -> attempt(new Attempt(bucket, live, task, 0, 0)));
  }

  /** Attempts that failed since the start. */
  public long failedAttempts() {
    return failures.get();
  }

  private record Attempt(BucketName bucket, boolean live, CopyTask task, int counted, int free) {
    ObjectVersion version() {
      return new ObjectVersion(bucket, task.key(), task.instance());
    }
  }

  private CompletionStage<Result> attempt(Attempt attempt) {
    long successesBefore = successes.get();
    CopyTask task = attempt.task;
    return gate.run(
            Lane.of(attempt.live, task.size()),
            attempt.bucket.toString(),
            task.size(),
            () -> once(attempt.version(), task))
        .handle(
            (done, failure) -> {
              if (failure == null) {
                successes.incrementAndGet();
                return CompletableFuture.<Result>completedFuture(done);
              }
              return retry(attempt, GatewayException.unwrap(failure), successesBefore);
            })
        .thenCompose(stage -> stage);
  }

  private CompletionStage<Result.Done> once(ObjectVersion version, CopyTask task) {
    if (!task.recheck()) {
      return bring(version, task);
    }
    return store
        .destination(version)
        .thenCompose(
            there -> isCurrent(there, task) ? done(CopyOutcome.CURRENT, 0) : bring(version, task));
  }

  private static boolean isCurrent(Optional<DestinationVersion> there, CopyTask task) {
    return there.flatMap(DestinationVersion::sourceMtime).filter(task.mtime()::equals).isPresent();
  }

  private CompletionStage<Result.Done> bring(ObjectVersion version, CopyTask task) {
    return store
        .relay(version, VersionWrite.PLAIN)
        .thenCompose(
            result -> {
              if (result instanceof RelayResult.Copied copied) {
                CopyOutcome outcome =
                    copied.etagKept() ? CopyOutcome.COPIED : CopyOutcome.COPIED_ETAG_DIFFERS;
                return done(outcome, copied.bytes());
              }
              return task.intent() == Intent.REMOVE
                  ? store
                      .remove(version, OptionalLong.empty())
                      .thenCompose(ignored -> done(CopyOutcome.DELETED, 0))
                  : done(CopyOutcome.SUPERSEDED, 0);
            });
  }

  private CompletionStage<Result> retry(Attempt attempt, Throwable failure, long successesBefore) {
    failures.incrementAndGet();
    FailureClass failureClass = GatewayException.classOf(failure);
    boolean free =
        isSilent(failure) && successes.get() == successesBefore && attempt.free < MAX_UNCOUNTED;
    int counted = free ? attempt.counted : attempt.counted + 1;
    int tries = attempt.counted + attempt.free + 1;
    Optional<Duration> pause =
        free
            ? Optional.of(retries.pause(attempt.free + 1, random.getAsDouble()))
            : retries.beforeNextAttempt(failureClass, counted, random.getAsDouble());
    String reason = String.valueOf(failure.getMessage());
    if (pause.isEmpty()) {
      return CompletableFuture.completedFuture(new Result.Failed(failureClass, reason, tries));
    }
    LOG.debug("{}: attempt {} failed, next in {}: {}", attempt.version(), tries, pause, reason);
    Attempt next =
        new Attempt(
            attempt.bucket,
            attempt.live,
            attempt.task,
            counted,
            free ? attempt.free + 1 : attempt.free);
    return delay.after(pause.get()).thenCompose(ignored -> attempt(next));
  }

  private static boolean isSilent(Throwable failure) {
    return failure instanceof GatewayException known && known.status() == 0;
  }

  private static CompletionStage<Result.Done> done(CopyOutcome outcome, long bytes) {
    return CompletableFuture.completedFuture(new Result.Done(outcome, bytes));
  }
}
