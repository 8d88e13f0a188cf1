package io.gyre.lease;

import java.time.Duration;

/**
 * How a lease is held.
 *
 * @param length for how long it is asked for each time
 * @param renewal pause between two renewals
 * @param retry pause before it is asked for again when it was not given
 * @param margin how long before it may lapse it counts as lost
 */
public record LeaseTimes(Duration length, Duration renewal, Duration retry, Duration margin) {
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** The times that suit a length: two renewals may fail before it is lost. */
  public static LeaseTimes of(Duration length) {
    return new LeaseTimes(length, length.dividedBy(4), RETRY, length.dividedBy(5));
  }

  /** How long the lease is believed to be held, from the moment it was asked for. */
  Duration believed() {
    return length.minus(margin);
  }
}
