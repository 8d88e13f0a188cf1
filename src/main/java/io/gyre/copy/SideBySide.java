package io.gyre.copy;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Works through a list, so many at once, begun in its order. After a failure nothing more is begun,
 * and the first one is told once all that was under way has ended: what comes next may rely on
 * nothing of it going on.
 */
public final class SideBySide<I, O> {
  private final List<I> inputs;
  private final int atOnce;
  private final Function<I, CompletionStage<O>> work;
  private final SortedMap<Integer, O> results = new TreeMap<>();
  private final CompletableFuture<List<O>> done = new CompletableFuture<>();
  private final AtomicInteger wakeUps = new AtomicInteger();
  private int begun;
  private int ended;
  private @Nullable Throwable failure;

  private SideBySide(List<I> inputs, int atOnce, Function<I, CompletionStage<O>> work) {
    this.inputs = List.copyOf(inputs);
    this.atOnce = atOnce;
    this.work = work;
  }

  /**
   * Completes with what came of each, which is never null, in the order of the list.
   *
   * @param atOnce at least 1; with 1 each begins when the one before has ended
   */
  public static <I, O> CompletionStage<List<O>> run(
      List<I> inputs, int atOnce, Function<I, CompletionStage<O>> work) {
    SideBySide<I, O> run = new SideBySide<>(inputs, atOnce, work);
    run.proceed();
    return run.done;
  }

  /** A loop and no recursion: of 10,000 inputs each may end at once. */
  private void proceed() {
    if (wakeUps.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      while (mayBegin()) {
        begin(takeNext());
      }
      seen = wakeUps.addAndGet(-seen);
    } while (seen != 0);
    endIfAllHave();
  }

  private synchronized boolean mayBegin() {
    return failure == null && begun < inputs.size() && begun - ended < atOnce;
  }

  private synchronized int takeNext() {
    return begun++;
  }

  private void begin(int index) {
    var unused =
        CompletableFuture.completedFuture(inputs.get(index))
            .thenCompose(work)
            .whenComplete(
                (result, failed) -> {
                  ended(index, result, failed);
                  proceed();
                });
  }

  private synchronized void ended(int index, @Nullable O result, @Nullable Throwable failed) {
    ended++;
    if (result != null) {
      results.put(index, result);
    } else if (failure == null) {
      failure = failed != null ? failed : new IllegalStateException("nothing came of " + index);
    }
  }

  private void endIfAllHave() {
    Throwable failed;
    List<O> all;
    synchronized (this) {
      if (ended < begun || (failure == null && begun < inputs.size())) {
        return;
      }
      failed = failure;
      all = failed == null ? List.copyOf(results.values()) : List.of();
    }
    if (failed != null) {
      done.completeExceptionally(failed);
    } else {
      done.complete(all);
    }
  }
}
