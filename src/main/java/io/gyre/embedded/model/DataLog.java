package io.gyre.embedded.model;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The zone's data log: says which bucket shards changed. A bucket shard is announced at its first
 * change; changes inside the window after that are announced once, when {@link #renew} runs.
 * Markers are {@code part:offset}, as those of Ceph's FIFO.
 */
public final class DataLog {
  private static final int FIRST_OFFSET = 512;
  private static final int ENTRY_OVERHEAD = 85;

  private final List<Shard> shards;
  private final ZoneClock clock;
  private final long windowNanos;
  private volatile Listener listener = (shard, key) -> {};

  /** Told of every change, also of those inside the window. */
  @FunctionalInterface
  public interface Listener {
    /** The bucket shard {@code key}, announced in this log shard, changed. */
    void changed(int logShard, String key);
  }

  /** One entry; times are in nanoseconds since the epoch. */
  public record Entry(long offset, String key, long timestamp, long loggedAt) {
    /** The marker of this entry. */
    public String marker() {
      return markerAt(offset);
    }
  }

  /** A page of entries and whether more follow. */
  public record Page(List<Entry> entries, boolean truncated) {}

  /** The newest marker of a shard, empty if there never was one, and the time of its entry. */
  public record Info(String marker, long lastUpdate) {}

  private static final class Shard {
    private final Deque<Entry> entries = new ArrayDeque<>();
    private final Map<String, Window> windows = new HashMap<>();
    private long nextOffset = FIRST_OFFSET;
    private Info info = new Info("", 0);
  }

  /** When a bucket shard may be announced again, and whether it changed since. */
  private record Window(long expires, boolean dirty) {}

  DataLog(int shardCount, Duration window, ZoneClock clock) {
    this.shards = Stream.generate(Shard::new).limit(shardCount).toList();
    this.windowNanos = window.toNanos();
    this.clock = clock;
  }

  /** Sets who is told of changes. */
  public void listen(Listener changed) {
    listener = changed;
  }

  /** Number of shards. */
  public int shardCount() {
    return shards.size();
  }

  /** A change of the bucket shard {@code key}, which has this number in the bucket of this name. */
  void changed(String bucket, int indexShard, String key) {
    int number = ShardHash.dataLogShard(bucket, indexShard, shards.size());
    Shard shard = shards.get(number);
    synchronized (shard) {
      long now = clock.next();
      Window window = shard.windows.get(key);
      if (window == null || window.expires() <= now) {
        append(shard, key, now);
      } else if (!window.dirty()) {
        shard.windows.put(key, new Window(window.expires(), true));
      }
    }
    listener.changed(number, key);
  }

  /** Announces what changed inside its window. To be called every three quarters of a window. */
  public void renew() {
    for (Shard shard : shards) {
      synchronized (shard) {
        long now = clock.next();
        List<String> dirty =
            shard.windows.entrySet().stream()
                .filter(entry -> entry.getValue().dirty())
                .map(Map.Entry::getKey)
                .toList();
        Iterator<Window> windows = shard.windows.values().iterator();
        while (windows.hasNext()) {
          if (windows.next().expires() <= now) {
            windows.remove();
          }
        }
        dirty.forEach(key -> append(shard, key, now));
      }
    }
  }

  /** The entries strictly after the marker; empty if the marker is malformed. */
  public Optional<Page> list(int number, String marker, int limit) {
    Optional<Long> after = offset(marker);
    return after.map(offset -> page(shards.get(number), offset, limit));
  }

  /** The shard's newest marker. */
  public Info info(int number) {
    Shard shard = shards.get(number);
    synchronized (shard) {
      return shard.info;
    }
  }

  /** Removes entries up to and including the marker; false if the marker is malformed. */
  public boolean trim(int number, String marker) {
    Optional<Long> upTo = marker.isEmpty() ? Optional.empty() : offset(marker);
    Shard shard = shards.get(number);
    synchronized (shard) {
      upTo.ifPresent(offset -> shard.entries.removeIf(entry -> entry.offset() <= offset));
    }
    return upTo.isPresent();
  }

  private static Page page(Shard shard, long after, int limit) {
    synchronized (shard) {
      List<Entry> found =
          shard.entries.stream().filter(entry -> entry.offset() > after).limit(limit + 1L).toList();
      boolean truncated = found.size() > limit;
      return new Page(truncated ? found.subList(0, limit) : found, truncated);
    }
  }

  private void append(Shard shard, String key, long now) {
    Entry entry = new Entry(shard.nextOffset, key, now, clock.next());
    shard.entries.add(entry);
    shard.nextOffset += ENTRY_OVERHEAD + key.length();
    shard.info = new Info(entry.marker(), entry.loggedAt());
    shard.windows.put(key, new Window(now + windowNanos, false));
  }

  private static Optional<Long> offset(String marker) {
    if (marker.isEmpty()) {
      return Optional.of(0L);
    }
    boolean wellFormed = marker.matches("\\d{20}:\\d{20}") && marker.startsWith("0".repeat(20));
    return wellFormed ? Optional.of(Long.parseLong(marker.substring(21))) : Optional.empty();
  }

  private static String markerAt(long offset) {
    return String.format(Locale.ROOT, "%020d:%020d", 0, offset);
  }
}
