package io.gyre.embedded.model;

import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One shard of a bucket index: its keys and its log. Changes are made under the shard's lock; the
 * states of keys are immutable, so readers need none.
 */
final class IndexShard {
  private final ReentrantLock lock = new ReentrantLock();
  private final NavigableMap<String, KeyState> keys = new ConcurrentSkipListMap<>(KeyOrder.BYTES);
  private final BucketIndexLog log = new BucketIndexLog();
  private final Capacity capacity;
  private long objects;
  private long bytes;
  private boolean stopped;

  IndexShard(Capacity capacity) {
    this.capacity = capacity;
  }

  /** What the shard holds: objects without delete markers, and their bytes. */
  record Usage(long objects, long bytes) {}

  /** What the log's info call says. */
  record LogInfo(long version, String maxMarker, boolean stopped) {}

  /** The key as it is now. */
  KeyState get(String key) {
    return keys.getOrDefault(key, KeyState.ABSENT);
  }

  /** The keys in order; a view that may be iterated while it changes. */
  NavigableMap<String, KeyState> keys() {
    return keys;
  }

  /** Applies a step to a key and logs it; null for nothing to do. Returns true if it was logged. */
  boolean change(String key, Function<KeyState, @Nullable KeyStep> step) {
    lock.lock();
    try {
      KeyState before = get(key);
      KeyStep done = step.apply(before);
      if (done == null) {
        return false;
      }
      store(key, before, done.next());
      return append(rawKey(key), done.changes());
    } finally {
      lock.unlock();
    }
  }

  /** Logs changes of entries that are not objects, as uploads make them. */
  boolean log(String rawKey, List<IndexChange> changes) {
    return locked(() -> append(rawKey, changes));
  }

  List<BucketIndexLog.Entry> entries(String marker, int limit) {
    return locked(() -> log.after(marker, limit));
  }

  LogInfo logInfo() {
    return locked(() -> new LogInfo(log.version(), log.maxMarker(), stopped));
  }

  Usage usage() {
    return locked(() -> new Usage(objects, bytes));
  }

  void trim(String marker) {
    locked(
        () -> {
          int before = log.size();
          log.trim(marker);
          capacity.reckon(0, log.size() - before);
          return true;
        });
  }

  /** Stops or resumes logging; both leave an entry. */
  void stop(boolean wanted, IndexChange entry) {
    locked(
        () -> {
          log.add("", entry);
          capacity.reckon(0, 1);
          stopped = wanted;
          return true;
        });
  }

  /** Takes over a key when the bucket is resharded. */
  void adopt(String key, KeyState state) {
    locked(
        () -> {
          count(state, 1);
          keys.put(key, state);
          return true;
        });
  }

  /** No longer reckons with what is in here; the bytes of its objects are somebody else's. */
  void forget() {
    locked(
        () -> {
          keys.values().forEach(state -> capacity.reckon(-state.versions().size(), 0));
          capacity.reckon(0, -log.size());
          return true;
        });
  }

  /** The raw index key of an object: names that begin like a namespace are escaped. */
  private static String rawKey(String key) {
    return key.startsWith("_") ? "_" + key : key;
  }

  private boolean append(String rawKey, List<IndexChange> changes) {
    if (stopped || changes.isEmpty()) {
      return false;
    }
    changes.forEach(change -> log.add(rawKey, change));
    capacity.reckon(0, changes.size());
    return true;
  }

  private void store(String key, KeyState before, KeyState after) {
    count(before, -1);
    count(after, 1);
    for (ObjectVersion version : before.versions()) {
      if (!keeps(after, version.content())) {
        capacity.release(version.content().body());
      }
    }
    if (after.isEmpty()) {
      keys.remove(key);
    } else {
      keys.put(key, after);
    }
  }

  /** By identity: equal bytes of two writes are claimed twice. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean keeps(KeyState state, Content content) {
    for (ObjectVersion version : state.versions()) {
      if (version.content() == content) {
        return true;
      }
    }
    return false;
  }

  private void count(KeyState state, int sign) {
    capacity.reckon((long) sign * state.versions().size(), 0);
    for (ObjectVersion version : state.versions()) {
      if (!version.deleteMarker()) {
        objects += sign;
        bytes += sign * version.size();
      }
    }
  }

  private <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }
}
