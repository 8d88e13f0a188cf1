package io.gyre.copy;

import io.gyre.copy.LaneQueue.Waiting;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
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

  /** What may begin at once after a pause: a tenth of a second's worth. */
  private static final double BURST_SECONDS = 0.1;

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

  /** An operation was withdrawn before it began: what it is for is held up by an operator. */
  public static final class Withdrawn extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Of an operation under this name. */
    public Withdrawn(String name) {
      super(name + " is paused", null, false, false);
    }
  }

  /** Runs something later, without blocking anybody meanwhile. */
  @FunctionalInterface
  public interface Later {
    /** Runs it after so many nanoseconds. */
    void run(long nanos, Runnable task);
  }

  private final long bytes;
  private final Executor executor;
  private final Predicate<String> held;
  private final LongSupplier nanoTime;
  private final Later later;
  private int places;
  private Optional<TokenBucket> pace = Optional.empty();
  private OptionalInt perSecond = OptionalInt.empty();
  private boolean waitingForPace;
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
    this(places, bytes, executor, name -> false);
  }

  /**
   * As above.
   *
   * @param held names whose operations do not begin, but fail with {@link Withdrawn}; when there
   *     are more of them, call {@link #withdrawHeld}
   */
  public FairGate(int places, long bytes, Executor executor, Predicate<String> held) {
    this(
        places,
        bytes,
        executor,
        held,
        System::nanoTime,
        (nanos, task) ->
            CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, executor).execute(task));
  }

  FairGate(
      int places,
      long bytes,
      Executor executor,
      Predicate<String> held,
      LongSupplier nanoTime,
      Later later) {
    this.places = places;
    this.bytes = bytes;
    this.executor = executor;
    this.held = held;
    this.nanoTime = nanoTime;
    this.later = later;
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
    Runnable giveUp = () -> result.completeExceptionally(new Withdrawn(name));
    boolean withdrawn;
    synchronized (this) {
      withdrawn = held.test(name);
      if (!withdrawn) {
        lane(lane).add(name, new Waiting(counted, start, giveUp));
      }
    }
    if (withdrawn) {
      giveUp.run();
    } else {
      admit();
    }
    return result;
  }

  /** Fails all that wait under names that are held by now. */
  public void withdrawHeld() {
    List<Waiting> withdrawn = new ArrayList<>();
    synchronized (this) {
      lanes.values().forEach(queue -> withdrawn.addAll(queue.removeAll(held)));
    }
    withdrawn.forEach(waiting -> executor.execute(waiting.giveUp()));
  }

  /** From now on so many at once; what is under way beyond that ends in its own time. */
  public void allow(int newPlaces) {
    synchronized (this) {
      places = newPlaces;
    }
    admit();
  }

  /**
   * From now on so many begin a second.
   *
   * @param operations at least 1; empty for no limit
   */
  public void pace(OptionalInt operations) {
    synchronized (this) {
      perSecond = operations;
      pace =
          operations.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  new TokenBucket(
                      operations.getAsInt(),
                      Math.max(1, BURST_SECONDS * operations.getAsInt()),
                      nanoTime.getAsLong()));
    }
    admit();
  }

  /** Operations that may be under way at once. */
  public synchronized int places() {
    return places;
  }

  /** Operations that may begin a second; empty where that is not limited. */
  public synchronized OptionalInt perSecond() {
    return perSecond;
  }

  /** Operations under way. */
  public synchronized int taken() {
    return placesTaken;
  }

  /** Operations that wait for a place. */
  public synchronized int waiting() {
    return lanes.values().stream().mapToInt(LaneQueue::size).sum();
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
      executor.execute(next.start());
    }
  }

  private synchronized @Nullable Waiting take() {
    if (placesTaken >= places) {
      return null;
    }
    for (Lane lane : turns) {
      Waiting head = lane(lane).peek();
      if (head != null && fits(lane, head.counted())) {
        if (!isTime()) {
          return null;
        }
        lane(lane).remove();
        turns.remove(lane);
        turns.add(lane);
        placesTaken++;
        bytesTaken += head.counted();
        largeTaken += lane.large() ? 1 : 0;
        return head;
      }
    }
    return null;
  }

  /** Whether one more may begin now; if not, it is looked at again when one may. */
  private boolean isTime() {
    if (pace.isEmpty()) {
      return true;
    }
    long wait = pace.get().until(1, nanoTime.getAsLong());
    if (wait == 0) {
      pace.get().take(1, nanoTime.getAsLong());
      return true;
    }
    if (!waitingForPace) {
      waitingForPace = true;
      later.run(wait, this::onTime);
    }
    return false;
  }

  private void onTime() {
    synchronized (this) {
      waitingForPace = false;
    }
    admit();
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
}
