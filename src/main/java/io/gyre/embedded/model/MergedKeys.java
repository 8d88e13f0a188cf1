package io.gyre.embedded.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** The keys of several index shards in one order. Every key is in one shard only. */
final class MergedKeys {
  private final List<NavigableMap<String, KeyState>> shards;
  private final PriorityQueue<Cursor> cursors;

  MergedKeys(List<NavigableMap<String, KeyState>> shards) {
    this.shards = List.copyOf(shards);
    this.cursors = new PriorityQueue<>(Comparator.comparing(Cursor::key, KeyOrder.BYTES));
  }

  /** Goes to the first key that is not before the given one. */
  void seek(String key) {
    cursors.clear();
    for (NavigableMap<String, KeyState> shard : shards) {
      new Cursor(shard.tailMap(key, true).entrySet().iterator()).advance(cursors);
    }
  }

  /** The next key with its state; null at the end. */
  Map.@Nullable Entry<String, KeyState> next() {
    Cursor cursor = cursors.poll();
    if (cursor == null) {
      return null;
    }
    Map.Entry<String, KeyState> entry = cursor.entry();
    cursor.advance(cursors);
    return entry;
  }

  static MergedKeys of(Bucket bucket, int shard) {
    List<NavigableMap<String, KeyState>> maps = new ArrayList<>();
    for (int i = 0; i < bucket.shardCount(); i++) {
      if (shard == ListQuery.ALL_SHARDS || shard == i) {
        maps.add(bucket.keys(i));
      }
    }
    return new MergedKeys(maps);
  }

  private static final class Cursor {
    private final Iterator<Map.Entry<String, KeyState>> rest;
    private Map.@Nullable Entry<String, KeyState> entry;

    Cursor(Iterator<Map.Entry<String, KeyState>> rest) {
      this.rest = rest;
    }

    String key() {
      return entry().getKey();
    }

    Map.Entry<String, KeyState> entry() {
      return Objects.requireNonNull(entry);
    }

    void advance(PriorityQueue<Cursor> queue) {
      if (rest.hasNext()) {
        entry = rest.next();
        queue.add(this);
      }
    }
  }
}
