package io.gyre.s3;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Tells of what takes too long, up to a tenth of a second late. Each object that is copied sets
 * three deadlines and lifts them again: on a wheel that costs next to nothing, where the sorted
 * queue of {@code CompletableFuture.orTimeout} takes as much as signing does. Like that, it has a
 * thread for as long as the process lives. It holds as many as requests are under way, and for a
 * tick those that were lifted.
 */
final class Deadlines {
  private static final long TICK_MILLIS = 100;
  private static final int TICKS = 512;

  private static final HashedWheelTimer WHEEL =
      new HashedWheelTimer(
          new DefaultThreadFactory("object-deadlines", true),
          TICK_MILLIS,
          TimeUnit.MILLISECONDS,
          TICKS,
          false);

  private Deadlines() {}

  /** Tells of a {@link TimeoutException} unless something is complete within this time from now. */
  static void set(CompletableFuture<?> awaited, Duration limit, Consumer<Throwable> late) {
    Timeout deadline =
        WHEEL.newTimeout(
            passed -> late.accept(new TimeoutException()), limit.toMillis(), TimeUnit.MILLISECONDS);
    var unused = awaited.whenComplete((done, failure) -> deadline.cancel());
  }
}
