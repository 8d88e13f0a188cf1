package io.gyre.route;

import io.gyre.checkpoint.LogKind;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known of one log shard of the source.
 *
 * @param readTo when the last read began that came to its end; empty when none has in this process
 * @param waiting what of it is not applied; of the data log that is what is not yet marked
 * @param failure why the last read failed; empty when it did not
 */
public record LogShardLag(
    LogKind kind,
    int shard,
    Optional<Instant> readTo,
    Optional<Waiting> waiting,
    Optional<String> failure) {

  static LogShardLag unread(LogKind kind, int shard) {
    return new LogShardLag(kind, shard, Optional.empty(), Optional.empty(), Optional.empty());
  }

  LogShardLag atEnd(Instant began) {
    return new LogShardLag(kind, shard, Optional.of(began), Optional.empty(), Optional.empty());
  }

  LogShardLag with(Waiting found) {
    return new LogShardLag(
        kind,
        shard,
        readTo,
        Optional.of(readTo.map(found::notBefore).orElse(found)),
        Optional.empty());
  }

  LogShardLag failed(String reason) {
    return new LogShardLag(kind, shard, readTo, waiting, Optional.of(reason));
  }

  /**
   * Since when changes may wait: the oldest that is known, or all since the last good read where
   * the source cannot be read. Empty when none is known to.
   */
  public Optional<Instant> since() {
    return Stream.concat(
            waiting.map(Waiting::since).stream(),
            failure.isPresent() ? readTo.stream() : Stream.empty())
        .min(Comparator.naturalOrder());
  }
}
