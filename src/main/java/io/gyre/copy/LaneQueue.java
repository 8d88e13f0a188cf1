package io.gyre.copy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Waiting operations of one lane of a {@link FairGate}, by name; names take turns. */
final class LaneQueue {
  /**
   * An operation that waits.
   *
   * @param counted its bytes, as they count
   * @param giveUp ends it without having begun
   */
  record Waiting(long counted, Runnable start, Runnable giveUp) {}

  private final LinkedHashMap<String, Deque<Waiting>> byName = new LinkedHashMap<>();
  private int size;

  int size() {
    return size;
  }

  void add(String name, Waiting waiting) {
    byName.computeIfAbsent(name, ignored -> new ArrayDeque<>()).add(waiting);
    size++;
  }

  @Nullable Waiting peek() {
    return byName.isEmpty() ? null : byName.values().iterator().next().peek();
  }

  void remove() {
    Map.Entry<String, Deque<Waiting>> first = byName.entrySet().iterator().next();
    String name = first.getKey();
    Deque<Waiting> queue = first.getValue();
    queue.remove();
    size--;
    byName.remove(name);
    if (!queue.isEmpty()) {
      byName.put(name, queue);
    }
  }

  /** All that wait under names like these, which wait no longer. */
  List<Waiting> removeAll(Predicate<String> names) {
    List<Waiting> removed = new ArrayList<>();
    Iterator<Map.Entry<String, Deque<Waiting>>> queues = byName.entrySet().iterator();
    while (queues.hasNext()) {
      Map.Entry<String, Deque<Waiting>> queue = queues.next();
      if (names.test(queue.getKey())) {
        removed.addAll(queue.getValue());
        queues.remove();
      }
    }
    size -= removed.size();
    return removed;
  }
}
