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
 * Ends what takes too long, up to a tenth of a second late. Each object that is copied sets three
 * and lifts them again: on a wheel that costs next to nothing, where a sorted queue that all
 * threads share takes as much as signing does.
 */
final class Deadlines implements AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(100);
  private static final int TICKS = 512;

  private final HashedWheelTimer wheel =
      new HashedWheelTimer(
          new DefaultThreadFactory("object-deadlines", true),
          TICK.toMillis(),
          TimeUnit.MILLISECONDS,
          TICKS,
          false);

  /** Tells of a {@link TimeoutException} unless something is complete within this time from now. */
  void set(CompletableFuture<?> awaited, Duration limit, Consumer<Throwable> late) {
    Timeout deadline =
        wheel.newTimeout(
            passed -> late.accept(new TimeoutException()), limit.toMillis(), TimeUnit.MILLISECONDS);
    var unused = awaited.whenComplete((done, failure) -> deadline.cancel());
  }

  @Override
  public void close() {
    wheel.stop();
  }
}
