package io.gyre.config;

import java.time.Duration;

/**
 * What happens to an entry that failed: so many attempts with growing pauses, then it is parked and
 * tried again on a slower schedule, for ever.
 *
 * @param initial pause after the first failure; 1ms to 1m
 * @param max pause to which it grows; 5 s of what was not even sent, and for logs without an
 *     answer, where this is longer; 1ms to 1h
 * @param attempts before the entry is parked; 1 to 100
 * @param parkedRetryMin first pause of a parked entry; 100ms to 1d
 * @param parkedRetryMax pause to which that grows; 100ms to 7d
 * @param unknownSettle how long a key is left alone after a write whose answer never came; 1s to 1h
 */
public record RetryConfig(
    @Default("200ms") Duration initial,
    @Default("30s") Duration max,
    @Default("5") int attempts,
    @Default("1m") Duration parkedRetryMin,
    @Default("30m") Duration parkedRetryMax,
    @Default("60s") Duration unknownSettle) {

  /** Checks the ranges. */
  public RetryConfig {
    new Rules()
        .between("initial", initial, "1ms", "1m")
        .between("max", max, "1ms", "1h")
        .between("attempts", attempts, 1, 100)
        .between("parked-retry-min", parkedRetryMin, "100ms", "1d")
        .between("parked-retry-max", parkedRetryMax, "100ms", "7d")
        .between("unknown-settle", unknownSettle, "1s", "1h")
        .atMost("initial", initial, "max", max)
        .atMost("parked-retry-min", parkedRetryMin, "parked-retry-max", parkedRetryMax)
        .verify();
  }

  /** What holds where nothing is given. */
  public static RetryConfig defaults() {
    return RecordBinder.defaults(RetryConfig.class);
  }
}
