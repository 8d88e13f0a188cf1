package io.gyre.route;

import java.time.Duration;
import java.time.Instant;

/** How much a second, of late: what is longer ago counts less and less. Safe for many threads. */
public final class RecentRate {
  /** After this time a third of what was added still counts. */
  static final Duration WINDOW = Duration.ofSeconds(15);

  /** So long what was added counts in full. */
  private static final long STEP_MILLIS = 100;

  private static final double WINDOW_SECONDS = WINDOW.toSeconds();

  private double weight;
  private long last;

  /** So much was done. */
  public synchronized void add(long amount, Instant now) {
    decay(now);
    weight += amount;
  }

  /** A second, in the mean of about {@link #WINDOW}. */
  public synchronized double perSecond(Instant now) {
    decay(now);
    return weight / WINDOW_SECONDS;
  }

  private void decay(Instant now) {
    long passed = now.toEpochMilli() - last;
    if (passed >= STEP_MILLIS) {
      weight *= Math.exp(-passed / 1000.0 / WINDOW_SECONDS);
      last += passed;
    }
  }
}
