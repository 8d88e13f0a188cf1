package io.gyre.route;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How a fake answers: at once, when it is told to, or with a failure. */
final class Answers {
  private final Deque<Runnable> held = new ArrayDeque<>();
  private @Nullable RuntimeException failure;
  private boolean holding;

  synchronized <T> CompletionStage<T> give(Supplier<T> value) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    RuntimeException failing = failure;
    Runnable giving =
        failing == null
            ? () -> answer.complete(value.get())
            : () -> answer.completeExceptionally(failing);
    if (holding) {
      held.add(giving);
    } else {
      giving.run();
    }
    return answer;
  }

  /** From now on, until {@link #succeed}. */
  synchronized void fail(RuntimeException failing) {
    failure = failing;
  }

  synchronized void succeed() {
    failure = null;
  }

  /** From now on answers wait for {@link #release}. */
  synchronized void hold() {
    holding = true;
  }

  void release() {
    Deque<Runnable> all;
    synchronized (this) {
      holding = false;
      all = new ArrayDeque<>(held);
      held.clear();
    }
    all.forEach(Runnable::run);
  }

  synchronized int waiting() {
    return held.size();
  }
}
