package io.gyre.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Saves waiting for the writing thread, which takes all that wait (up to a bound) into one
 * transaction: one flush of the disk serves them all. They fail together, too.
 */
final class SaveQueue {
  /** Saves that may wait; more fail at once. Each worker waits for its own, so these are many. */
  static final int MAX_WAITING = 10_000;

  /** Saves in one transaction. */
  static final int MAX_GROUP = 500;

  /** Writes the changes of a group, all or none. */
  interface Writer {
    void write(List<Change> changes);
  }

  private record Waiting(List<Change> changes, CompletableFuture<Void> done) {}

  private final BlockingQueue<Waiting> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final ExecutorService thread;
  private final Writer writer;

  /**
   * @param thread a single one; once it is shut down saves fail
   */
  SaveQueue(ExecutorService thread, Writer writer) {
    this.thread = thread;
    this.writer = writer;
  }

  CompletionStage<Void> add(List<Change> changes) {
    Waiting save = new Waiting(List.copyOf(changes), new CompletableFuture<>());
    if (!waiting.offer(save)) {
      save.done.completeExceptionally(
          new CheckpointException(
              "checkpoint: " + MAX_WAITING + " saves wait already; the state disk is too slow",
              null));
    } else if (scheduled.compareAndSet(false, true)) {
      schedule();
    }
    return save.done;
  }

  private void schedule() {
    try {
      thread.execute(this::writeWaiting);
    } catch (RejectedExecutionException e) {
      scheduled.set(false);
      List<Waiting> late = new ArrayList<>();
      waiting.drainTo(late);
      CheckpointException closed = new CheckpointException("checkpoint: it is closed", e);
      late.forEach(save -> save.done.completeExceptionally(closed));
    }
  }

  private void writeWaiting() {
    scheduled.set(false);
    List<Waiting> group = new ArrayList<>();
    while (waiting.drainTo(group, MAX_GROUP) > 0) {
      write(group);
      group.clear();
    }
  }

  private void write(List<Waiting> group) {
    try {
      writer.write(group.stream().flatMap(save -> save.changes.stream()).toList());
    } catch (Throwable e) { // whatever it was, who waits has to hear of it
      group.forEach(save -> save.done.completeExceptionally(e));
      return;
    }
    group.forEach(save -> save.done.complete(null));
  }
}
