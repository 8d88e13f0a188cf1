package io.gyre.copy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What of a log or listing has been read and is not done yet. It keeps three promises: of each key
 * at most one task is under way; tasks of one key are handed out in log order; and the watermark
 * never passes an entry that is not done.
 *
 * <p>Tasks of a key that wait become one unit; of those for the same version only the last is kept,
 * in its place. Not thread-safe: one stream owns it.
 *
 * @param <P> positions in the log or listing
 */
public final class CopyLedger<P> {
  private final Deque<Slot<P>> slots = new ArrayDeque<>();
  private final Map<String, KeyQueue<P>> keys = new HashMap<>();
  private final Deque<String> ready = new ArrayDeque<>();
  private int pending;

  /** An entry that needs nothing; it only has a place in the order. */
  public void skip(P position) {
    slots.add(new Slot<>(position, true));
    pending++;
  }

  /**
   * An entry, read after all entries that were added before.
   *
   * @param tasks of one key, in order; not empty
   */
  public void add(P position, List<CopyTask> tasks) {
    Slot<P> slot = new Slot<>(position, false);
    slots.add(slot);
    pending += tasks.size();
    slot.tasks = tasks.size();
    String key = tasks.get(0).key();
    KeyQueue<P> queue = keys.computeIfAbsent(key, name -> new KeyQueue<>());
    if (queue.waiting == null) {
      queue.waiting = new Unit<>(key);
      if (!queue.underWay) {
        ready.add(key);
      }
    }
    queue.waiting.join(tasks, slot);
  }

  /** A unit whose key is free, in the order in which keys became free; it is under way then. */
  public Optional<Unit<P>> next() {
    String key = ready.poll();
    if (key == null) {
      return Optional.empty();
    }
    KeyQueue<P> queue = queueOf(key);
    Unit<P> unit = Objects.requireNonNull(queue.waiting, key);
    queue.underWay = true;
    queue.waiting = null;
    return Optional.of(unit);
  }

  /** A unit that {@link #next} gave has its outcome, durable. */
  public void done(Unit<P> unit) {
    unit.covers.forEach(slot -> slot.done = true);
    String key = unit.key;
    KeyQueue<P> queue = queueOf(key);
    if (!queue.underWay) {
      throw new IllegalStateException("done twice: a unit of key '" + key + "'");
    }
    queue.underWay = false;
    if (queue.waiting == null) {
      keys.remove(key);
    } else {
      ready.add(key);
    }
  }

  /** The newest position up to which all is done, if it has moved since it was asked for last. */
  public Optional<P> advance() {
    Optional<P> reached = Optional.empty();
    for (Slot<P> head = slots.peek(); head != null && head.done; head = slots.peek()) {
      reached = Optional.of(head.position);
      pending -= head.tasks;
      slots.remove();
    }
    return reached;
  }

  /** Entries that the watermark has not passed; one that calls for many tasks counts as many. */
  public int pending() {
    return pending;
  }

  private KeyQueue<P> queueOf(String key) {
    KeyQueue<P> queue = keys.get(key);
    if (queue == null) {
      throw new IllegalStateException("no unit of key '" + key + "' is under way");
    }
    return queue;
  }

  /** The tasks of one key that are worked on together, and the entries that they stand for. */
  public static final class Unit<P> {
    private final String key;
    private final Map<String, CopyTask> tasks = new LinkedHashMap<>();
    private final List<Slot<P>> covers = new ArrayList<>(1);

    private Unit(String key) {
      this.key = key;
    }

    private void join(List<CopyTask> more, Slot<P> slot) {
      for (CopyTask task : more) {
        CopyTask before = tasks.remove(task.instance());
        tasks.put(task.instance(), before == null ? task : before.then(task));
      }
      covers.add(slot);
    }

    /** Of different versions of one key, in log order. */
    public List<CopyTask> tasks() {
      return List.copyOf(tasks.values());
    }

    /** How many entries end with this one. */
    public int entries() {
      return covers.size();
    }
  }

  private static final class Slot<P> {
    private final P position;
    private boolean done;
    private int tasks = 1;

    private Slot(P position, boolean done) {
      this.position = position;
      this.done = done;
    }
  }

  private static final class KeyQueue<P> {
    private @Nullable Unit<P> waiting;
    private boolean underWay;
  }
}
