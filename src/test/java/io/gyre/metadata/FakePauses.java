package io.gyre.metadata;

import io.gyre.failure.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Pauses that pass at once, or, while they are held, when the test says so. */
final class FakePauses {
  static final RetryPolicy RETRIES =
      new RetryPolicy(
          Duration.ofMillis(200),
          Duration.ofSeconds(30),
          5,
          Duration.ofMinutes(1),
          Duration.ofMinutes(30),
          Duration.ofSeconds(60));

  /** All pauses so far, in order. */
  final List<Duration> begun = new ArrayList<>();

  private final List<CompletableFuture<Void>> held = new ArrayList<>();
  private boolean holding;

  Patience patience() {
    return new Patience(RETRIES, this::after, () -> 0.5);
  }

  private CompletionStage<Void> after(Duration time) {
    begun.add(time);
    CompletableFuture<Void> over = new CompletableFuture<>();
    if (holding) {
      held.add(over);
    } else {
      over.complete(null);
    }
    return over;
  }

  /** From now on pauses wait for {@link #pass}. */
  void hold() {
    holding = true;
  }

  /** Those that are held pass; the next are held again. */
  void pass() {
    List<CompletableFuture<Void>> over = List.copyOf(held);
    held.clear();
    over.forEach(each -> each.complete(null));
  }
}
