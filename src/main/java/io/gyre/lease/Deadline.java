package io.gyre.lease;

import java.time.Duration;

/**
 * A moment by two clocks; it is over once one of them says so.
 *
 * @param ever whether there is one
 */
record Deadline(boolean ever, long nanos, long millis) {
  static final Deadline NEVER = new Deadline(false, 0, 0);

  static Deadline after(Duration time, Clocks clocks) {
    return new Deadline(true, clocks.nanos() + time.toNanos(), clocks.millis() + time.toMillis());
  }

  boolean isOver(Clocks clocks) {
    // Nanoseconds are told apart by their difference, as they may overflow.
    return ever && (clocks.nanos() - nanos >= 0 || clocks.millis() >= millis);
  }
}
