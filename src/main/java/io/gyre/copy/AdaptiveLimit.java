package io.gyre.copy;

import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets as many operations through at once as an endpoint bears: answers that mean "slow down"
 * shrink the limit by a third, and as many good ones as it lets through at once grow it by one.
 * What is under way when it shrinks does not shrink it once more. First come, first served.
 *
 * <p>Why not a library that watches how long answers take: objects take as long as they are large.
 */
public final class AdaptiveLimit {
  private static final Logger LOG = LoggerFactory.getLogger(AdaptiveLimit.class);
  private static final int SERVICE_UNAVAILABLE = 503;

  private final String what;
  private final int max;
  private final Executor executor;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private int limit;
  private int taken;

  /** Good answers since the limit changed last. */
  private int good;

  /** How often it has shrunk. */
  private long shrinkings;

  /**
   * @param what is limited, for the log
   * @param max where it begins, and to which it grows back; at least 1
   * @param executor starts the operations
   */
  public AdaptiveLimit(String what, int max, Executor executor) {
    this.what = what;
    this.max = max;
    this.limit = max;
    this.executor = executor;
  }

  /** Runs an operation once there is room for it. */
  public <T> CompletionStage<T> run(Supplier<? extends CompletionStage<T>> operation) {
    CompletableFuture<T> result = new CompletableFuture<>();
    synchronized (this) {
      waiting.add(() -> start(operation, result));
    }
    admit();
    return result;
  }

  /** How many it lets through at once now. */
  public synchronized int limit() {
    return limit;
  }

  private <T> void start(
      Supplier<? extends CompletionStage<T>> operation, CompletableFuture<T> result) {
    long begunAt;
    synchronized (this) {
      begunAt = shrinkings;
    }
    CompletionStage<T> running;
    try {
      running = operation.get();
    } catch (RuntimeException failure) {
      running = CompletableFuture.failedFuture(failure);
    }
    running.whenComplete(
        (value, failure) -> {
          ended(begunAt, failure);
          if (failure == null) {
            result.complete(value);
          } else {
            result.completeExceptionally(failure);
          }
        });
  }

  private void ended(long begunAt, @Nullable Throwable failure) {
    synchronized (this) {
      taken--;
      if (failure == null) {
        grow();
      } else if (meansSlowDown(failure) && begunAt == shrinkings) {
        shrink();
      }
    }
    admit();
  }

  private void grow() {
    if (limit < max && ++good >= limit) {
      good = 0;
      limit++;
      if (limit == max) {
        LOG.info("{}: it takes as much at once as ever: {}", what, max);
      }
    }
  }

  private void shrink() {
    shrinkings++;
    good = 0;
    int before = limit;
    limit = Math.max(1, limit - (limit + 2) / 3);
    if (before == max) {
      LOG.info("{}: it asks us to slow down: {} at once instead of {}", what, limit, max);
    }
  }

  private static boolean meansSlowDown(Throwable failure) {
    return GatewayException.unwrap(failure) instanceof GatewayException answer
        && (answer.failureClass() == FailureClass.THROTTLED
            || answer.status() == SERVICE_UNAVAILABLE);
  }

  private void admit() {
    for (Runnable next = take(); next != null; next = take()) {
      executor.execute(next);
    }
  }

  private synchronized @Nullable Runnable take() {
    if (taken >= limit || waiting.isEmpty()) {
      return null;
    }
    taken++;
    return waiting.remove();
  }
}
