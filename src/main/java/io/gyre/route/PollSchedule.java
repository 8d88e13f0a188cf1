package io.gyre.route;

import io.gyre.route.RouteSettings.PollBounds;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When something is looked at again: soon after it changed, then at doubling pauses.
 *
 * @param pause the pause before the next look
 * @param lastChange when it last had something new
 */
record PollSchedule(Duration pause, Instant lastChange) {

  /** It has just changed. */
  static PollSchedule changed(PollBounds bounds, Instant now) {
    return new PollSchedule(bounds.min(), now);
  }

  /** A look found nothing new. */
  PollSchedule quiet(PollBounds bounds) {
    Duration doubled = pause.multipliedBy(2);
    return new PollSchedule(
        doubled.compareTo(bounds.max()) > 0 ? bounds.max() : doubled, lastChange);
  }

  /** Whether nothing has been new for longer than this. */
  boolean quietFor(Duration time, Instant now) {
    return lastChange.plus(time).isBefore(now);
  }

  /** Up to a tenth more or less, so that hundreds of log shards do not all ask at once. */
  static Duration spread(Duration pause) {
    double factor = 0.9 + ThreadLocalRandom.current().nextDouble() / 5;
    return Duration.ofMillis(Math.round(pause.toMillis() * factor));
  }
}
