package io.gyre.lease;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A right that lapses by itself, kept by somebody whom all that may want it can ask. */
public interface Lease {
  /** What was answered to whoever asked for the lease. */
  enum Answer {
    /** It is held, for the time asked for, from some moment after the question on. */
    HELD,
    /** Somebody else holds it. */
    REFUSED,
    /** There is no such lease to be had, and will not be. */
    UNSUPPORTED
  }

  /**
   * Takes the lease, or renews it. Fails when nobody answered; it may be held all the same then.
   *
   * @param length whole seconds
   */
  CompletionStage<Answer> take(Duration length);

  /** Gives it back; one that is not held is fine. */
  CompletionStage<Void> release();
}
