package io.gyre.ops;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A view that all readers share: made anew when one asks and the last is too old, one at a time.
 * What takes long to make is made the more seldom, so that it never takes more than a tenth of a
 * thread.
 */
final class SharedView<T> {
  private static final int SHARE = 10;

  private final Supplier<CompletionStage<T>> maker;
  private final long minNanos;
  private final LongSupplier nanoTime;
  private Optional<CompletableFuture<T>> latest = Optional.empty();
  private long madeAt;
  private long goodForNanos;

  /**
   * @param maxAge how old a view may be that a reader gets, unless making one takes long
   */
  SharedView(Supplier<CompletionStage<T>> maker, Duration maxAge, LongSupplier nanoTime) {
    this.maker = maker;
    this.minNanos = maxAge.toNanos();
    this.nanoTime = nanoTime;
  }

  /** The latest view. One that could not be made fails for all who ask until it is tried again. */
  synchronized CompletionStage<T> get() {
    if (latest.isPresent()) {
      boolean young = nanoTime.getAsLong() - madeAt < goodForNanos;
      if (!latest.get().isDone() || young) {
        return latest.get();
      }
    }
    long began = nanoTime.getAsLong();
    CompletableFuture<T> made = new CompletableFuture<>();
    latest = Optional.of(made);
    make().whenComplete((view, failure) -> end(made, began, view, failure));
    return made;
  }

  private CompletionStage<T> make() {
    try {
      return maker.get();
    } catch (RuntimeException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  private void end(
      CompletableFuture<T> made, long began, @Nullable T view, @Nullable Throwable failure) {
    synchronized (this) {
      madeAt = nanoTime.getAsLong();
      goodForNanos = Math.max(minNanos, SHARE * (madeAt - began));
    }
    if (view != null) {
      made.complete(view);
    } else {
      made.completeExceptionally(Objects.requireNonNull(failure));
    }
  }
}
