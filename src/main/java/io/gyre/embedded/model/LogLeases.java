package io.gyre.embedded.model;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Exclusive, expiring locks of metadata log shards. The same holder renews its own. */
public final class LogLeases {
  private final ZoneClock clock;
  private final Map<Integer, Lease> leases = new HashMap<>();

  private record Lease(String holder, Instant until) {}

  LogLeases(ZoneClock clock) {
    this.clock = clock;
  }

  /** Takes or renews the lock; false if somebody else holds it. */
  public synchronized boolean lock(int shard, String holder, Duration length) {
    Instant now = clock.now();
    Lease present = leases.get(shard);
    if (present != null && present.until().isAfter(now) && !present.holder().equals(holder)) {
      return false;
    }
    leases.put(shard, new Lease(holder, now.plus(length)));
    return true;
  }

  /** Gives the lock back; false if this holder does not have it. */
  public synchronized boolean unlock(int shard, String holder) {
    Lease present = leases.get(shard);
    if (present == null || !present.holder().equals(holder)) {
      return false;
    }
    leases.remove(shard);
    return true;
  }
}
