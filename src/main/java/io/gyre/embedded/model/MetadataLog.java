package io.gyre.embedded.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * The zone's metadata log: for every change an entry that says what is meant to happen and one that
 * says it did.
 */
public final class MetadataLog {
  private static final String COMPLETE = "complete";

  private final List<Shard> shards;
  private final ZoneClock clock;
  private final AtomicLong sequence = new AtomicLong();
  private volatile IntConsumer listener = shard -> {};
  private volatile boolean told = true;

  /** One entry; the timestamp is in nanoseconds since the epoch. */
  public record Entry(
      String id,
      String section,
      String name,
      long timestamp,
      MetaVersion read,
      MetaVersion write,
      String status) {}

  /** A page of entries and whether more follow. */
  public record Page(List<Entry> entries, boolean truncated) {}

  /** The newest marker of a shard, empty if there never was one, and the time of its entry. */
  public record Info(String marker, long lastUpdate) {}

  private static final class Shard {
    private final Deque<Entry> entries = new ArrayDeque<>();
    private Info info = new Info("", 0);
  }

  MetadataLog(int shardCount, ZoneClock clock) {
    this.shards = Stream.generate(Shard::new).limit(shardCount).toList();
    this.clock = clock;
  }

  /** Told the number of a shard after it got entries. */
  public void listen(IntConsumer changed) {
    listener = changed;
  }

  /**
   * Whether the zone tells that it has this log. One whose gateway never had a sync thread does not
   * (16.2), and still logs.
   */
  public void tell(boolean wanted) {
    told = wanted;
  }

  /** As {@link #tell} set it; at first true. */
  public boolean isTold() {
    return told;
  }

  /** Number of shards. */
  public int shardCount() {
    return shards.size();
  }

  /** Logs a change; {@code status} is {@code write} or {@code remove}. */
  void record(String section, String key, String status, MetaVersion read, MetaVersion write) {
    int number = ShardHash.metadataLogShard(section, key, shards.size());
    Shard shard = shards.get(number);
    synchronized (shard) {
      append(shard, section, key, status, read, write);
      append(shard, section, key, COMPLETE, read, write);
    }
    listener.accept(number);
  }

  /** The entries strictly after the marker. */
  public Page list(int number, String marker, int limit) {
    Shard shard = shards.get(number);
    synchronized (shard) {
      List<Entry> found =
          shard.entries.stream()
              .filter(entry -> entry.id().compareTo(marker) > 0)
              .limit(limit + 1L)
              .toList();
      boolean truncated = found.size() > limit;
      return new Page(truncated ? found.subList(0, limit) : found, truncated);
    }
  }

  /** The shard's newest marker. */
  public Info info(int number) {
    Shard shard = shards.get(number);
    synchronized (shard) {
      return shard.info;
    }
  }

  /** Removes entries up to and including the marker; false if there were none. */
  public boolean trim(int number, String marker) {
    Shard shard = shards.get(number);
    synchronized (shard) {
      return shard.entries.removeIf(entry -> entry.id().compareTo(marker) <= 0);
    }
  }

  private void append(
      Shard shard, String section, String key, String status, MetaVersion read, MetaVersion write) {
    long at = clock.next();
    long micros = at / 1000;
    String id =
        String.format(
            Locale.ROOT,
            "1_%010d.%06d_%d.1",
            micros / 1_000_000,
            micros % 1_000_000,
            sequence.incrementAndGet());
    shard.entries.add(new Entry(id, section, key, at, read, write, status));
    shard.info = new Info(id, at);
  }
}
