package io.gyre.copy;

import io.gyre.copy.CopyTask.Intent;
import io.gyre.copy.FairGate.Lane;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.failure.LogSubject;
import io.gyre.failure.RetryPolicy;
import io.gyre.log.BucketName;
import io.gyre.log.ListedVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings versions of one key to what the source has now, with a few attempts. It never fails for
 * what an endpoint did: what could not be done comes back as {@link Result.Failed}, to be parked.
 *
 * <p>A failure without any answer (connection refused, time-out) says more about an endpoint than
 * about the object, and so does one that refuses our credentials. Such an attempt counts only if
 * some other copy has succeeded meanwhile; so an outage leaves entries waiting in their streams
 * instead of parking them by the thousand. After {@link #MAX_UNCOUNTED} of them the entry is parked
 * all the same: it may be this object that makes the endpoint fall silent. An attempt for which
 * nothing was sent, because no endpoint could be used, never counts.
 *
 * <p>A write whose answer never came ends the copy at once, as {@link
 * FailureClass#UNKNOWN_OUTCOME}: it may still take effect, after the next attempt or after a later
 * removal, so nothing may follow it before it has settled. A copy that waits here for the same key,
 * of a round that was begun anew meanwhile, ends like it. Verifying it afterwards (a task with
 * {@link CopyTask#recheck} and no known mtime) takes both ends as they are then, and by more than
 * the recorded mtime: an ACL or tags that follow the bytes in a request of their own may be what
 * had no answer.
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

  /** How the tasks of a key ended. */
  public sealed interface Result {
    /**
     * All have an outcome.
     *
     * @param each in the order of the tasks
     */
    record Done(List<Ended> each) implements Result {
      public Done {
        each = List.copyOf(each);
      }
    }

    /**
     * At least one failed too often for now.
     *
     * @param noBucket whether one of the zones said that it has no such bucket
     */
    record Failed(FailureClass failureClass, String reason, int attempts, boolean noBucket)
        implements Result {}
  }

  private final ObjectStore store;
  private final DestinationVersioning versioning;
  private final VersionCopier versions;
  private final FairGate gate;
  private final RetryPolicy retries;
  private final Delay delay;
  private final DoubleSupplier random;
  private final KeyedSerializer<ObjectVersion> perKey = new KeyedSerializer<>();
  private final Map<ObjectVersion, CompletableFuture<Result>> latest = new ConcurrentHashMap<>();
  private final AtomicLong successes = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();

  /**
   * @param random uniform in [0, 1), for the jitter of retries
   */
  public ObjectCopier(
      ObjectStore store,
      DestinationVersioning versioning,
      FairGate gate,
      RetryPolicy retries,
      Delay delay,
      DoubleSupplier random) {
    this.store = store;
    this.versioning = versioning;
    this.versions = new VersionCopier(store, versioning);
    this.gate = gate;
    this.retries = retries;
    this.delay = delay;
    this.random = random;
  }

  /**
   * Works on tasks of one key, in log order. One operation per key is under way in this process at
   * any time.
   *
   * @param tasks of different versions of one key; not empty
   * @return fails with {@link FairGate.Withdrawn} where the bucket is paused
   */
  public CompletionStage<Result> copy(BucketName bucket, boolean live, List<CopyTask> tasks) {
    ObjectVersion key = ObjectVersion.plain(bucket, tasks.get(0).key());
    CompletableFuture<Result> mine = new CompletableFuture<>();
    Optional<CompletableFuture<Result>> before = Optional.ofNullable(latest.put(key, mine));
    return perKey
        .run(
            key,
            () ->
                (isUnanswered(before)
                        ? before.get()
                        : attempts(new Attempt(bucket, live, tasks, 0, 0, 0)))
                    .whenComplete((result, failure) -> mine.complete(result)))
        .whenComplete((result, failure) -> latest.remove(key, mine));
  }

  /** Whether the copy that had the key until now ended without knowing what became of it. */
  private static boolean isUnanswered(Optional<CompletableFuture<Result>> before) {
    return before.isPresent()
        && before.get().getNow(null) instanceof Result.Failed failed
        && failed.failureClass() == FailureClass.UNKNOWN_OUTCOME;
  }

  /** Attempts that failed since the start. */
  public long failedAttempts() {
    return failures.get();
  }

  /**
   * What was tried before.
   *
   * @param counted attempts that count
   * @param free attempts that do not
   * @param unsent times that nothing was sent, which are no attempts
   */
  private record Attempt(
      BucketName bucket, boolean live, List<CopyTask> tasks, int counted, int free, int unsent) {
    String key() {
      return tasks.get(0).key();
    }

    Attempt afterCounted() {
      return new Attempt(bucket, live, tasks, counted + 1, free, unsent);
    }

    Attempt afterFree() {
      return new Attempt(bucket, live, tasks, counted, free + 1, unsent);
    }

    Attempt afterUnsent() {
      return new Attempt(bucket, live, tasks, counted, free, unsent + 1);
    }

    long size() {
      return tasks.stream().mapToLong(CopyTask::size).max().orElse(CopyTask.UNKNOWN_SIZE);
    }
  }

  /** Not a chain of stages, which would grow for as long as an outage lasts. */
  private CompletionStage<Result> attempts(Attempt first) {
    CompletableFuture<Result> end = new CompletableFuture<>();
    attempt(first, end);
    return end;
  }

  private void attempt(Attempt attempt, CompletableFuture<Result> end) {
    long successesBefore = successes.get();
    step(
        end,
        gate.run(
                Lane.of(attempt.live, attempt.size()),
                attempt.bucket.toString(),
                attempt.size(),
                () -> once(attempt.bucket, attempt.tasks))
            .handle(
                (each, failure) -> {
                  if (failure == null) {
                    successes.incrementAndGet();
                    return end.complete(new Result.Done(each));
                  }
                  Throwable cause = GatewayException.unwrap(failure);
                  return cause instanceof FairGate.Withdrawn
                      ? end.completeExceptionally(cause)
                      : retry(attempt, cause, successesBefore, end);
                }));
  }

  /** A step goes on by itself; should it break, that is the end. */
  private static void step(CompletableFuture<Result> end, CompletionStage<?> step) {
    step.whenComplete(
        (done, broken) -> {
          if (broken != null) {
            end.completeExceptionally(broken);
          }
        });
  }

  private CompletionStage<List<Ended>> once(BucketName bucket, List<CopyTask> tasks) {
    if (versioning.everEnabled(bucket) || tasks.stream().anyMatch(CopyTask::versioned)) {
      return versions.bring(bucket, tasks.get(0).key(), tasks);
    }
    CopyTask task = tasks.get(0);
    ObjectVersion object = ObjectVersion.plain(bucket, task.key());
    return versioning
        .run(bucket, VersionRequest.WRITE_PLAIN, () -> plain(object, task))
        .thenApply(List::of);
  }

  private CompletionStage<Ended> plain(ObjectVersion version, CopyTask task) {
    if (!task.recheck()) {
      return bring(version, task);
    }
    if (task.mtime().equals(CopyTask.UNKNOWN_MTIME)) {
      return verify(version, task);
    }
    return store
        .destination(version)
        .thenCompose(
            there ->
                isCurrent(there, Optional.of(task.mtime()))
                    ? done(CopyOutcome.CURRENT, 0)
                    : bring(version, task));
  }

  private CompletionStage<Ended> verify(ObjectVersion version, CopyTask task) {
    return store
        .versionsAtSource(version.bucket(), version.key())
        .thenCombine(
            store.destination(version), (listed, there) -> isCurrent(there, mtimeOfNull(listed)))
        .thenCompose(current -> current ? equalize(version, task) : bring(version, task));
  }

  private static Optional<Instant> mtimeOfNull(List<ListedVersion> listed) {
    return listed.stream()
        .filter(row -> row.versionId().equals(ObjectVersion.NULL) && !row.deleteMarker())
        .map(ListedVersion::mtime)
        .findFirst();
  }

  private static boolean isCurrent(Optional<DestinationVersion> there, Optional<Instant> mtime) {
    return mtime.isPresent() && mtime.equals(there.flatMap(DestinationVersion::sourceMtime));
  }

  /** The bytes are there. Either end may have changed since; then it is copied after all. */
  private CompletionStage<Ended> equalize(ObjectVersion version, CopyTask task) {
    return store
        .relayAttributes(version)
        .exceptionallyCompose(
            failure ->
                GatewayException.classOf(failure) == FailureClass.GONE
                    ? CompletableFuture.completedFuture(false)
                    : CompletableFuture.failedFuture(failure))
        .thenCompose(equal -> equal ? done(CopyOutcome.CURRENT, 0) : bring(version, task));
  }

  private CompletionStage<Ended> bring(ObjectVersion version, CopyTask task) {
    return store
        .relay(version, VersionWrite.PLAIN)
        .thenCompose(
            result -> {
              if (result instanceof RelayResult.Copied copied) {
                return done(copied.outcome(), copied.bytes());
              }
              if (result instanceof RelayResult.Unselected) {
                return done(CopyOutcome.UNSELECTED, 0);
              }
              return task.intent() == Intent.REMOVE
                  ? store.remove(version).thenCompose(ignored -> done(CopyOutcome.DELETED, 0))
                  : done(CopyOutcome.SUPERSEDED, 0);
            });
  }

  /** Whether that was the last attempt. */
  private boolean retry(
      Attempt attempt, Throwable failure, long successesBefore, CompletableFuture<Result> end) {
    failures.incrementAndGet();
    FailureClass failureClass = GatewayException.classOf(failure);
    Attempt next = after(attempt, failure, successesBefore);
    Optional<Duration> pause =
        next.counted == attempt.counted
            ? Optional.of(retries.pause(next.free + next.unsent, random.getAsDouble()))
            : retries.beforeNextAttempt(failureClass, next.counted, random.getAsDouble());
    int tries = next.counted + next.free;
    String reason = String.valueOf(failure.getMessage());
    boolean noBucket =
        failure instanceof GatewayException known && known.code().equals("NoSuchBucket");
    if (pause.isEmpty() || noBucket) {
      return end.complete(new Result.Failed(failureClass, reason, tries, noBucket));
    }
    try (var subject = LogSubject.of(attempt.bucket, attempt.key())) {
      LOG.debug(
          "{} / {}: attempt {} failed, next in {}: {}",
          attempt.bucket,
          attempt.key(),
          tries + next.unsent,
          pause.get(),
          reason);
    }
    step(end, delay.after(pause.get()).thenRun(() -> attempt(next, end)));
    return false;
  }

  private Attempt after(Attempt attempt, Throwable failure, long successesBefore) {
    if (isOfNothingSent(failure)) {
      return attempt.afterUnsent();
    }
    boolean free =
        isSilent(failure) && successes.get() == successesBefore && attempt.free < MAX_UNCOUNTED;
    return free ? attempt.afterFree() : attempt.afterCounted();
  }

  private static boolean isOfNothingSent(Throwable failure) {
    return failure instanceof GatewayException known && known.isOfNothingSent();
  }

  private static boolean isSilent(Throwable failure) {
    return failure instanceof GatewayException known
        && known.isOfTheEndpoint()
        && known.failureClass() != FailureClass.UNKNOWN_OUTCOME;
  }

  private static CompletionStage<Ended> done(CopyOutcome outcome, long bytes) {
    return CompletableFuture.completedFuture(new Ended(outcome, bytes));
  }
}
