package io.gyre.embedded.model;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Exclusive, expiring locks of metadata log shards. The same holder renews its own. */
public final class LogLeases {
  private final ZoneClock clock;
  private final Map<Shard, Lease> leases = new HashMap<>();

  /**
   * What is locked: a shard of the log of one period.
   *
   * @param period as the caller named it; real gateways take any name, that of no period too
   */
  public record Shard(String period, int number) {}

  private record Lease(String holder, Instant until) {}

  LogLeases(ZoneClock clock) {
    this.clock = clock;
  }

  /** Takes or renews the lock; false if somebody else holds it. */
  public synchronized boolean lock(Shard shard, String holder, Duration length) {
    Instant now = clock.now();
    Lease present = leases.get(shard);
    if (present != null && present.until().isAfter(now) && !present.holder().equals(holder)) {
      return false;
    }
    leases.put(shard, new Lease(holder, now.plus(length)));
    return true;
  }

  /** Gives the lock back; false if this holder does not have it. */
  public synchronized boolean unlock(Shard shard, String holder) {
    Lease present = leases.get(shard);
    if (present == null || !present.holder().equals(holder)) {
      return false;
    }
    leases.remove(shard);
    return true;
  }
}
