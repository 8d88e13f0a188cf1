package io.gyre.route;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

/**
 * One thread for all actors of a test, which knows when it has nothing left to do. So a test can
 * say "nothing more happens" at once, without waiting for some time.
 *
 * <p>What follows the end of a stream goes through the common pool (Scala's futures are made so);
 * that has to come to rest as well, which can only be waited for where it has two threads.
 */
final class QuietExecutor implements Executor {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "actors");
            made.setDaemon(true);
            return made;
          });
  private int tasks;
  private long begun;

  QuietExecutor() {
    if (ForkJoinPool.getCommonPoolParallelism() < 2) {
      throw new IllegalStateException(
          "run with -Djava.util.concurrent.ForkJoinPool.common.parallelism=2, as the build does");
    }
  }

  @Override
  public void execute(Runnable task) {
    synchronized (this) {
      tasks++;
      begun++;
    }
    thread.execute(
        () -> {
          try {
            task.run();
          } finally {
            ended();
          }
        });
  }

  private synchronized void ended() {
    tasks--;
    notifyAll();
  }

  /** Waits until nothing is running and nothing is waiting to run. */
  void awaitQuiet() {
    long seen;
    do {
      seen = awaitThread();
      if (!ForkJoinPool.commonPool().awaitQuiescence(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("the common pool does not come to rest");
      }
    } while (seen != begun());
  }

  private synchronized long begun() {
    return begun;
  }

  private synchronized long awaitThread() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (tasks > 0) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("the actors do not come to rest");
      }
      try {
        wait(left);
      } catch (InterruptedException interrupted) {
        throw new AssertionError("interrupted while actors were running", interrupted);
      }
    }
    return begun;
  }

  void close() {
    thread.shutdown();
  }
}
