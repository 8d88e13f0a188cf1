package io.gyre.ops;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.Scheduler;
import org.apache.pekko.stream.Materializer;

/**
 * Looks at the route from time to time, also when nobody asks, so that there is a history. Where a
 * look takes long it is taken the more seldom: a hundredth of a thread is what it may cost.
 */
final class Sampler {
  private static final int SHARE = 100;

  private final Views views;
  private final Scheduler scheduler;
  private final Materializer materializer;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private volatile Cancellable next = Cancellable.alreadyCancelled();

  /**
   * @param materializer whose threads look
   */
  Sampler(Views views, Scheduler scheduler, Materializer materializer) {
    this.views = views;
    this.scheduler = scheduler;
    this.materializer = materializer;
  }

  void start() {
    sampleAfter(Duration.ZERO);
  }

  void stop() {
    stopped.set(true);
    next.cancel();
  }

  private void sampleAfter(Duration pause) {
    if (!stopped.get()) {
      next = scheduler.scheduleOnce(pause, this::sample, materializer.executionContext());
    }
  }

  /** A look that fails is missing in the history; the next one may not. */
  private void sample() {
    long began = System.nanoTime();
    views
        .whole()
        .whenComplete(
            (view, failure) -> {
              if (failure == null) {
                views.history().add(view);
              }
              Duration took = Duration.ofNanos(System.nanoTime() - began).multipliedBy(SHARE);
              sampleAfter(took.compareTo(History.PAUSE) > 0 ? took : History.PAUSE);
            });
  }
}
