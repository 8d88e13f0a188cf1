package io.gyre.guard;

import java.time.Instant;

/** Counts deletions of the last hour, by minutes. Not thread-safe. */
final class DeleteWindow {
  private static final int MINUTES = 60;

  private final long[] counts = new long[MINUTES];
  private final long[] minutes = new long[MINUTES];

  /** How many there were within the hour that ends now. */
  long within(Instant now) {
    long current = minute(now);
    long sum = 0;
    for (int i = 0; i < MINUTES; i++) {
      if (minutes[i] > current - MINUTES && minutes[i] <= current) {
        sum += counts[i];
      }
    }
    return sum;
  }

  void add(Instant now, long deletions) {
    int slot = slot(now);
    if (minutes[slot] != minute(now)) {
      minutes[slot] = minute(now);
      counts[slot] = 0;
    }
    counts[slot] += deletions;
  }

  /** So many of those that were added then have not come about. */
  void giveBack(Instant added, long deletions) {
    int slot = slot(added);
    if (minutes[slot] == minute(added)) {
      counts[slot] = Math.max(0, counts[slot] - deletions);
    }
  }

  private static long minute(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), 60);
  }

  private static int slot(Instant time) {
    return (int) Math.floorMod(minute(time), (long) MINUTES);
  }
}
