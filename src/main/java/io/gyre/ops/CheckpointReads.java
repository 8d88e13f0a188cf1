package io.gyre.ops;

import io.gyre.checkpoint.CheckpointView;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A connection to the checkpoint for operators only, and its thread: what they ask for, however
 * much it is, never stands in line with what the replication asks for.
 */
final class CheckpointReads implements AutoCloseable {
  /** Questions that wait; more of them fail. */
  private static final int MAX_WAITING = 64;

  private final Path directory;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_WAITING),
          task -> {
            Thread made = new Thread(task, "ops-checkpoint");
            made.setDaemon(true);
            return made;
          });

  /** Used by its thread only. */
  private Optional<CheckpointView> view = Optional.empty();

  /**
   * @param directory the state directory, whose checkpoint is there
   */
  CheckpointReads(Path directory) {
    this.directory = directory;
  }

  /** Asks something that only reads. */
  <T> CompletionStage<T> read(Function<CheckpointView, T> question) {
    return run(() -> question.apply(opened()));
  }

  /** Makes a short change. */
  <T> CompletionStage<T> amend(Function<CheckpointView, T> change) {
    return run(
        () -> {
          try (CheckpointView amending = CheckpointView.openToAmend(directory)) {
            return change.apply(amending);
          }
        });
  }

  private CheckpointView opened() {
    if (view.isEmpty()) {
      view = Optional.of(CheckpointView.open(directory));
    }
    return view.get();
  }

  private interface Question<T> {
    T answer();
  }

  private <T> CompletionStage<T> run(Question<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      thread.execute(
          () -> {
            try {
              answer.complete(question.answer());
            } catch (Throwable failure) { // who waits has to hear of it, whatever it was
              answer.completeExceptionally(failure);
            }
          });
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(
          new IllegalStateException(
              thread.isShutdown()
                  ? "the process is stopping"
                  : MAX_WAITING + " questions about the checkpoint wait already",
              e));
    }
    return answer;
  }

  /** Answers what was asked, in its own time, then lets the file go. */
  @Override
  public void close() {
    if (!thread.isShutdown()) {
      thread.execute(() -> view.ifPresent(CheckpointView::close));
      thread.shutdown();
    }
  }
}
