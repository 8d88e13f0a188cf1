package io.gyre.route;

import io.gyre.checkpoint.LogKind;
import io.gyre.route.LagTracker.LogShardId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * When to tell of log shards that cannot be read, or not be worked on. While a gateway is away each
 * of some two hundred is tried every few seconds: who watches needs to hear of it at once, once a
 * minute from then on, and when it is over. For use by several threads.
 */
final class LogOutage {
  /** No more than one failure is told of within this time, also where the clock is set back. */
  static final Duration TOLD_EVERY = Duration.ofMinutes(1);

  /**
   * What there is to tell besides the failure itself.
   *
   * @param others how many more log shards have failed since they were last done
   * @param since when the first of all of them did
   */
  record Told(int others, Instant since) {}

  private final Set<LogShardId> failing = new HashSet<>();
  private Instant since = Instant.EPOCH;
  private Instant lastTold = Instant.EPOCH;
  private boolean told;

  /** A log shard could not be read; empty when that need not be told. */
  synchronized Optional<Told> failed(LogKind kind, int shard, Instant now) {
    if (failing.isEmpty()) {
      since = now;
      told = false;
    }
    failing.add(new LogShardId(kind, shard));
    if (Duration.between(lastTold, now).abs().compareTo(TOLD_EVERY) < 0) {
      return Optional.empty();
    }
    lastTold = now;
    told = true;
    return Optional.of(new Told(failing.size() - 1, since));
  }

  /** A log shard was read and done; how long not all were, when that is over and was told of. */
  synchronized Optional<Duration> done(LogKind kind, int shard, Instant now) {
    boolean over = failing.remove(new LogShardId(kind, shard)) && failing.isEmpty();
    return over && told ? Optional.of(Duration.between(since, now)) : Optional.empty();
  }
}
