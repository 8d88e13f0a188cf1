package io.gyre.route;

import io.gyre.log.LogPosition;
import io.gyre.log.LogPosition.Marker;
import io.gyre.log.Watermark;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Up to where one log may be trimmed, and when. The entry of the watermark itself stays: that it
 * still comes first is how the next reader knows that nothing is missing.
 */
final class TrimPace {
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private Instant last = Instant.EPOCH;
  private LogPosition trimmed = LogPosition.ORIGIN;

  /**
   * What to trim up to now; empty when there is nothing new, or it was done a moment ago.
   *
   * @param durable the watermark as the checkpoint has it
   */
  Optional<Marker> due(Watermark durable, Instant now) {
    if (!(durable.previous() instanceof Marker marker)
        || durable.position().equals(marker)
        || marker.equals(trimmed)
        || now.isBefore(last.plus(PAUSE))) {
      return Optional.empty();
    }
    last = now;
    trimmed = marker;
    return Optional.of(marker);
  }
}
