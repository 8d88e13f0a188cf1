package io.gyre.checkpoint;

import io.gyre.log.LogPosition;
import io.gyre.log.Watermark;
import java.time.Instant;

/**
 * Where the reading of a log shard stands.
 *
 * @param period of the metadata log; empty for the data log
 * @param position the watermark: everything up to it has a recorded outcome
 * @param previous the marker before the watermark. Reading starts here, and the watermark's own
 *     entry must come first; otherwise the log was trimmed under us
 * @param updated when the watermark was written, by our clock
 */
public record LogShardState(
    LogKind kind,
    int shard,
    String period,
    LogPosition position,
    LogPosition previous,
    Instant updated) {

  /** The state of a shard whose log is done up to a watermark. */
  public static LogShardState of(
      LogKind kind, int shard, String period, Watermark reached, Instant updated) {
    return new LogShardState(kind, shard, period, reached.position(), reached.previous(), updated);
  }

  /** Up to where the log is done. */
  public Watermark watermark() {
    return new Watermark(position, previous);
  }
}
