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
  static final Duration PAUSE = Duration.ofSeconds(10);

  /** After a failure, which is said each time, in each of hundreds of logs. */
  static final Duration PAUSE_AFTER_FAILURE = Duration.ofMinutes(10);

  private final Duration pause;
  private Instant next = Instant.MIN;
  private LogPosition trimmed = LogPosition.ORIGIN;

  /** Of a log that is read for ever. */
  TrimPace() {
    this(PAUSE);
  }

  private TrimPace(Duration pause) {
    this.pause = pause;
  }

  /**
   * Of a log that is left alone after it has been quiet for some time: what came last is trimmed
   * before that.
   */
  static TrimPace until(Duration quietAfter) {
    Duration half = quietAfter.dividedBy(2);
    return new TrimPace(half.compareTo(PAUSE) < 0 ? half : PAUSE);
  }

  /**
   * What to trim up to now; empty when there is nothing new, or it was tried a moment ago. What is
   * not {@link #done} is due again.
   *
   * @param durable the watermark as the checkpoint has it
   */
  Optional<Marker> due(Watermark durable, Instant now) {
    if (!(durable.previous() instanceof Marker marker)
        || durable.position().equals(marker)
        || marker.equals(trimmed)
        || now.isBefore(next)) {
      return Optional.empty();
    }
    next = now.plus(pause);
    return Optional.of(marker);
  }

  /** The log was trimmed up to there. */
  void done(Marker upTo) {
    trimmed = upTo;
  }

  /** The log could not be trimmed. */
  void failed(Instant now) {
    next = now.plus(PAUSE_AFTER_FAILURE);
  }
}
