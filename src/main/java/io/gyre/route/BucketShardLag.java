package io.gyre.route;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a bucket shard at work, beyond the checkpoint.
 *
 * @param readTo when the last read of its log began that came to its end and was done; empty when
 *     none has since it is at work
 * @param waiting what of its log is not applied; empty when nothing is known to wait
 */
public record BucketShardLag(Optional<Instant> readTo, Optional<Waiting> waiting) {

  static BucketShardLag caughtUp(Instant began) {
    return new BucketShardLag(Optional.of(began), Optional.empty());
  }

  BucketShardLag with(Waiting found) {
    return new BucketShardLag(readTo, Optional.of(readTo.map(found::notBefore).orElse(found)));
  }

  /** Since when changes wait, or, if none is known to, may wait. */
  Optional<Instant> open() {
    return waiting.map(Waiting::since).or(() -> readTo);
  }

  /** It may have been changed at any time since its last good read. */
  BucketShardLag failed() {
    return waiting.isPresent() || readTo.isEmpty() ? this : with(Waiting.announced(readTo.get()));
  }
}
