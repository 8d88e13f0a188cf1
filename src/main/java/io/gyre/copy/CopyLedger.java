package io.gyre.copy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of a log or listing has been read and is not done yet. It keeps three promises: of each key
 * at most one task is under way; tasks of one key are handed out in log order; and the watermark
 * never passes an entry that is not done.
 *
 * <p>A task joins the one before it when both concern the same version of a key and that one has
 * not been handed out yet: it was the last of its key, so the order between versions stays. Not
 * thread-safe: one stream owns it.
 *
 * @param <P> positions in the log or listing
 */
public final class CopyLedger<P> {
  private final Deque<Slot<P>> slots = new ArrayDeque<>();
  private final Map<String, KeyQueue<P>> keys = new HashMap<>();
  private final Deque<String> ready = new ArrayDeque<>();

  /** An entry that needs nothing; it only has a place in the order. */
  public void skip(P position) {
    slots.add(new Slot<>(position, true));
  }

  /** An entry, read after all entries that were added before. */
  public void add(P position, CopyTask task) {
    Slot<P> slot = new Slot<>(position, false);
    slots.add(slot);
    KeyQueue<P> queue = keys.computeIfAbsent(task.key(), key -> new KeyQueue<>());
    Unit<P> last = queue.waiting.peekLast();
    if (last != null && last.task.sameVersion(task)) {
      last.task = last.task.then(task);
      last.covers.add(slot);
      return;
    }
    queue.waiting.add(new Unit<>(task, slot));
    if (!queue.underWay && queue.waiting.size() == 1) {
      ready.add(task.key());
    }
  }

  /** A unit whose key is free, in the order in which keys became free; it is under way then. */
  public Optional<Unit<P>> next() {
    String key = ready.poll();
    if (key == null) {
      return Optional.empty();
    }
    KeyQueue<P> queue = queueOf(key);
    queue.underWay = true;
    return Optional.of(queue.waiting.remove());
  }

  /** A unit that {@link #next} gave has its outcome, durable. */
  public void done(Unit<P> unit) {
    unit.covers.forEach(slot -> slot.done = true);
    String key = unit.task.key();
    KeyQueue<P> queue = queueOf(key);
    if (!queue.underWay) {
      throw new IllegalStateException("done twice: a unit of key '" + key + "'");
    }
    queue.underWay = false;
    if (queue.waiting.isEmpty()) {
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
      slots.remove();
    }
    return reached;
  }

  /** Entries that the watermark has not passed. */
  public int pending() {
    return slots.size();
  }

  private KeyQueue<P> queueOf(String key) {
    KeyQueue<P> queue = keys.get(key);
    if (queue == null) {
      throw new IllegalStateException("no unit of key '" + key + "' is under way");
    }
    return queue;
  }

  /** One task and the entries that it stands for. */
  public static final class Unit<P> {
    private CopyTask task;
    private final List<Slot<P>> covers = new ArrayList<>(1);

    private Unit(CopyTask task, Slot<P> first) {
      this.task = task;
      this.covers.add(first);
    }

    public CopyTask task() {
      return task;
    }

    /** How many entries end with this one. */
    public int entries() {
      return covers.size();
    }
  }

  private static final class Slot<P> {
    private final P position;
    private boolean done;

    private Slot(P position, boolean done) {
      this.position = position;
      this.done = done;
    }
  }

  private static final class KeyQueue<P> {
    private final Deque<Unit<P>> waiting = new ArrayDeque<>(1);
    private boolean underWay;
  }
}
