package io.gyre.copy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets so many operations through at once, whoever asks, and is fair: the lanes take turns, and
 * within a lane those who wait under different names (buckets) do. So live changes and first copies
 * do not starve each other, nor does a busy bucket the others, nor do large objects the small ones:
 * these may hold at most half of the places and of the bytes.
 *
 * <p>What waits is bounded by its callers: each bucket shard asks for a bounded number of places.
 */
public final class FairGate {
  /** An object of at least so many bytes is large. */
  public static final long LARGE_BYTES = 1 << 20;

  /** A larger object counts as this many bytes, since its copy never holds more in memory. */
  private static final long MAX_COUNTED_BYTES = 8 << 20;

  /** What kind of work an operation belongs to. */
  public enum Lane {
    LIVE,
    LIVE_LARGE,
    FULL,
    FULL_LARGE;

    /** The lane of an object. */
    public static Lane of(boolean live, long bytes) {
      boolean large = bytes >= LARGE_BYTES;
      if (live) {
        return large ? LIVE_LARGE : LIVE;
      }
      return large ? FULL_LARGE : FULL;
    }

    private boolean large() {
      return this == LIVE_LARGE || this == FULL_LARGE;
    }
  }

  private final int places;
  private final long bytes;
  private final Executor executor;
  private final Map<Lane, LaneQueue> lanes = new EnumMap<>(Lane.class);
  private int placesTaken;
  private int largeTaken;
  private long bytesTaken;
  private final Deque<Lane> turns = new ArrayDeque<>(List.of(Lane.values()));

  /**
   * @param places operations under way at once
   * @param bytes sum of the sizes of what they copy; a larger object goes alone
   * @param executor starts the operations
   */
  public FairGate(int places, long bytes, Executor executor) {
    this.places = places;
    this.bytes = bytes;
    this.executor = executor;
    for (Lane lane : Lane.values()) {
      lanes.put(lane, new LaneQueue());
    }
  }

  /** Runs an operation once there is a place for it; the place is free again when it has ended. */
  public <T> CompletionStage<T> run(
      Lane lane, String name, long size, Supplier<? extends CompletionStage<T>> operation) {
    CompletableFuture<T> result = new CompletableFuture<>();
    long counted = Math.min(Math.max(size, 0), MAX_COUNTED_BYTES);
    Runnable start = () -> startOperation(lane, counted, operation, result);
    synchronized (this) {
      lane(lane).add(name, new Waiting(counted, start));
    }
    admit();
    return result;
  }

  /** Operations under way. */
  public synchronized int taken() {
    return placesTaken;
  }

  /** Operations that wait for a place. */
  public synchronized int waiting() {
    return lanes.values().stream().mapToInt(queue -> queue.size).sum();
  }

  private <T> void startOperation(
      Lane lane,
      long counted,
      Supplier<? extends CompletionStage<T>> operation,
      CompletableFuture<T> result) {
    CompletionStage<T> running;
    try {
      running = operation.get();
    } catch (RuntimeException failure) {
      running = CompletableFuture.failedFuture(failure);
    }
    running.whenComplete(
        (value, failure) -> {
          release(lane, counted);
          if (failure == null) {
            result.complete(value);
          } else {
            result.completeExceptionally(failure);
          }
        });
  }

  private void release(Lane lane, long counted) {
    synchronized (this) {
      placesTaken--;
      bytesTaken -= counted;
      if (lane.large()) {
        largeTaken--;
      }
    }
    admit();
  }

  private void admit() {
    for (Waiting next = take(); next != null; next = take()) {
      executor.execute(next.start);
    }
  }

  private synchronized @Nullable Waiting take() {
    if (placesTaken >= places) {
      return null;
    }
    for (Lane lane : turns) {
      Waiting head = lane(lane).peek();
      if (head != null && fits(lane, head.counted)) {
        lane(lane).remove();
        turns.remove(lane);
        turns.add(lane);
        placesTaken++;
        bytesTaken += head.counted;
        largeTaken += lane.large() ? 1 : 0;
        return head;
      }
    }
    return null;
  }

  private boolean fits(Lane lane, long counted) {
    if (placesTaken == 0) {
      return true;
    }
    if (lane.large()) {
      return largeTaken == 0 || (largeTaken < (places + 1) / 2 && bytesTaken + counted <= bytes);
    }
    return bytesTaken + counted <= bytes;
  }

  private LaneQueue lane(Lane lane) {
    return Objects.requireNonNull(lanes.get(lane));
  }

  private record Waiting(long counted, Runnable start) {}

  /** Waiting operations of one lane, by name; names take turns. */
  private static final class LaneQueue {
    private final LinkedHashMap<String, Deque<Waiting>> byName = new LinkedHashMap<>();
    private int size;

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
  }
}
