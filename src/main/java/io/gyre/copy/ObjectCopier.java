package io.gyre.copy;

import io.gyre.copy.FairGate.Lane;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.failure.LogSubject;
import io.gyre.failure.RetryPolicy;
import io.gyre.log.BucketName;
import java.time.Duration;
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

  private final KeyCopier keys;
  private final FairGate gate;
  private final RetryPolicy retries;
  private final Delay delay;
  private final DoubleSupplier random;
  private final KeyedSerializer<ObjectVersion> perKey = new KeyedSerializer<>();
  private final Map<ObjectVersion, CompletableFuture<Result>> latest = new ConcurrentHashMap<>();
  private final AtomicLong successes = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();

  /**
   * @param keys makes one attempt
   * @param random uniform in [0, 1), for the jitter of retries
   */
  public ObjectCopier(
      KeyCopier keys, FairGate gate, RetryPolicy retries, Delay delay, DoubleSupplier random) {
    this.keys = keys;
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

  /** Completes once the copies of a bucket that are under way now have ended, well or not. */
  public CompletionStage<Void> ended(BucketName bucket) {
    return perKey.ended(key -> key.bucket().equals(bucket));
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
      long largest = CopyTask.UNKNOWN_SIZE;
      for (CopyTask task : tasks) {
        largest = Math.max(largest, task.size());
      }
      return largest;
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
                () -> keys.bring(attempt.bucket, attempt.tasks))
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

  /** Whether that was the last attempt. */
  private boolean retry(
      Attempt attempt, Throwable failure, long successesBefore, CompletableFuture<Result> end) {
    failures.incrementAndGet();
    FailureClass failureClass = GatewayException.classOf(failure);
    Attempt next = after(attempt, failure, successesBefore);
    Optional<Duration> pause =
        next.counted == attempt.counted
            ? Optional.of(uncountedPause(next, failure))
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

  /** What was not even sent is tried soon again; of other attempts there are only so many. */
  private Duration uncountedPause(Attempt next, Throwable failure) {
    int times = next.free + next.unsent;
    return isOfNothingSent(failure)
        ? retries.pause(failure, times, random.getAsDouble())
        : retries.pause(times, random.getAsDouble());
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
        && (known.isRefusalOfUs() || known.isUnanswered());
  }
}
