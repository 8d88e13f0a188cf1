package io.gyre.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The system's clock, off by what the test says. */
public final class MovableClock extends Clock {
  private volatile Duration ahead = Duration.ZERO;

  /** From now on it is ahead by so much; behind when that is negative. */
  public void setAhead(Duration by) {
    ahead = by;
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }
}
