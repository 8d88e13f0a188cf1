package io.gyre.embedded.model;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The zone's time in nanoseconds since the epoch. Never the same twice, so that two writes of a key
 * always differ in their mtime.
 */
public final class ZoneClock {
  private static final long NANOS = 1_000_000_000L;

  private final Clock clock;
  private final AtomicLong last = new AtomicLong();

  /** A clock that follows the given one. */
  public ZoneClock(Clock clock) {
    this.clock = clock;
  }

  /** The next time stamp, in nanoseconds since the epoch. */
  public long next() {
    long now = nanos(clock.instant());
    return last.accumulateAndGet(now, (previous, wanted) -> Math.max(previous + 1, wanted));
  }

  /** The time now; may repeat. */
  public Instant now() {
    return clock.instant();
  }

  /** The instant of a time stamp. */
  public static Instant instant(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
  }

  private static long nanos(Instant instant) {
    return instant.getEpochSecond() * NANOS + instant.getNano();
  }
}
