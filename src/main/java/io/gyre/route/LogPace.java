package io.gyre.route;

import io.gyre.route.RouteSettings.PollBounds;
import java.time.Duration;
import java.time.Instant;

/**
 * How soon a data log shard is read again. While changes come in at all, the next one may be
 * announced in any of them, and they are read more often than while the source is at rest: a change
 * then waits seconds for the look that finds it, and a source at rest is left in peace.
 */
public final class LogPace {
  private final PollBounds atRest;
  private final PollBounds active;
  private final Duration activeFor;
  private volatile Instant lastAnnounced = Instant.EPOCH;

  /**
   * A pace of a source that is at rest.
   *
   * @param active the longest pause while changes come in; no longer than that at rest
   * @param activeFor how long after a change that is; about a data log window, within which the
   *     source announces a bucket shard once only
   */
  public LogPace(PollBounds atRest, Duration active, Duration activeFor) {
    this.atRest = atRest;
    this.active = new PollBounds(atRest.min(), within(atRest, active));
    this.activeFor = activeFor;
  }

  private static Duration within(PollBounds bounds, Duration pause) {
    Duration most = pause.compareTo(bounds.max()) < 0 ? pause : bounds.max();
    return most.compareTo(bounds.min()) < 0 ? bounds.min() : most;
  }

  /** A log shard announced changes. May be called by any thread. */
  void announced(Instant now) {
    lastAnnounced = now;
  }

  /** The shortest and the longest pause as of now. */
  PollBounds bounds(Instant now) {
    return lastAnnounced.plus(activeFor).isAfter(now) ? active : atRest;
  }
}
