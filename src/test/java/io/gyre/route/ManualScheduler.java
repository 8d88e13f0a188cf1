package io.gyre.route;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.AbstractScheduler;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.event.LoggingAdapter;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/**
 * The scheduler of an actor system whose time stands still between two steps of a test. Pekko's own
 * manual time sleeps for a while at each step; this one need not, see {@link QuietExecutor}.
 */
public final class ManualScheduler extends AbstractScheduler {
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparing(Task::at).thenComparing(Task::number));
  private Duration now = Duration.ZERO;
  private long number;

  private record Task(
      Duration at,
      long number,
      Optional<Duration> interval,
      Runnable work,
      ExecutionContext executor,
      AtomicBoolean cancelled) {}

  /** As the actor system wants it. */
  public ManualScheduler(Config config, LoggingAdapter log, ThreadFactory threads) {}

  /** When something happens next; time since the beginning of the test. */
  synchronized Optional<Duration> next() {
    tasks.removeIf(task -> task.cancelled.get());
    return Optional.ofNullable(tasks.peek()).map(Task::at);
  }

  /** It is now so late, and what is due is set off. */
  synchronized void moveTo(Duration time) {
    now = time;
    while (!tasks.isEmpty() && tasks.peek().at().compareTo(now) <= 0) {
      Task due = tasks.remove();
      if (!due.cancelled.get()) {
        due.executor.execute(due.work);
        due.interval.ifPresent(
            interval ->
                add(due.at.plus(interval), due.interval, due.work, due.executor, due.cancelled));
      }
    }
  }

  private synchronized Cancellable add(
      Duration at,
      Optional<Duration> interval,
      Runnable work,
      ExecutionContext executor,
      AtomicBoolean cancelled) {
    tasks.add(new Task(at, number++, interval, work, executor, cancelled));
    return new Cancellable() {
      @Override
      public boolean cancel() {
        return cancelled.compareAndSet(false, true);
      }

      @Override
      public boolean isCancelled() {
        return cancelled.get();
      }
    };
  }

  @Override
  @SuppressWarnings("deprecation") // the interface still asks for it
  public Cancellable schedule(
      FiniteDuration initial, FiniteDuration interval, Runnable work, ExecutionContext executor) {
    return add(
        now.plus(java(initial)), Optional.of(java(interval)), work, executor, new AtomicBoolean());
  }

  @Override
  public Cancellable scheduleOnce(FiniteDuration delay, Runnable work, ExecutionContext executor) {
    return add(now.plus(java(delay)), Optional.empty(), work, executor, new AtomicBoolean());
  }

  @Override
  public double maxFrequency() {
    return 1000;
  }

  private static Duration java(FiniteDuration duration) {
    return Duration.of(duration.toNanos(), TimeUnit.NANOSECONDS.toChronoUnit());
  }
}
