package io.gyre.copy;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * How many bytes of objects a second may be read at the source. The limit may change at any time,
 * and then holds for what is under way, too. Safe for many threads.
 */
public final class Bandwidth {
  /** What may come at once after a pause: a tenth of a second's worth. */
  private static final double BURST_SECONDS = 0.1;

  private final LongSupplier nanoTime;
  private final int sharers;
  private volatile Optional<Limit> limit = Optional.empty();

  private record Limit(long perSecond, TokenBucket bucket) {}

  /**
   * Without a limit.
   *
   * @param sharers objects that may share it at once
   * @param nanoTime a clock that never goes back
   */
  public Bandwidth(int sharers, LongSupplier nanoTime) {
    this.sharers = sharers;
    this.nanoTime = nanoTime;
  }

  /**
   * From now on no more than this.
   *
   * @param bytesPerSecond more than 0; empty for no limit
   */
  public void limit(OptionalLong bytesPerSecond) {
    limit =
        bytesPerSecond.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Limit(
                    bytesPerSecond.getAsLong(),
                    new TokenBucket(
                        bytesPerSecond.getAsLong(),
                        bytesPerSecond.getAsLong() * BURST_SECONDS,
                        nanoTime.getAsLong())));
  }

  /** The limit; empty where there is none. */
  public OptionalLong limit() {
    return limit.map(known -> OptionalLong.of(known.perSecond)).orElse(OptionalLong.empty());
  }

  /** So many bytes were read; gives the nanoseconds to wait before more are. */
  public long read(long bytes) {
    return limit.map(known -> known.bucket.take(bytes, nanoTime.getAsLong())).orElse(0L);
  }

  /** What an object may take longer than it may without the limit, which it shares with others. */
  public Duration allowance(long bytes) {
    return limit
        .map(known -> Duration.ofSeconds(Math.round((double) bytes * sharers / known.perSecond)))
        .orElse(Duration.ZERO);
  }
}
