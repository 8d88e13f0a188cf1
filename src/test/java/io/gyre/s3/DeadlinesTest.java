package io.gyre.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
  private static final Duration SOON = Duration.ofMillis(300);
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Test
  void whatIsNotCompleteInTimeIsToldOfAndNotBefore() {
    CompletableFuture<Throwable> late = new CompletableFuture<>();
    long start = System.nanoTime();

    Deadlines.set(new CompletableFuture<>(), SOON, late::complete);

    assertThat(late).succeedsWithin(LIMIT).isInstanceOf(TimeoutException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(SOON);
  }

  @Test
  void whatIsCompleteBeforeIsNot() {
    CompletableFuture<Throwable> late = new CompletableFuture<>();
    CompletableFuture<Void> done = new CompletableFuture<>();
    CompletableFuture<Throwable> later = new CompletableFuture<>();

    Deadlines.set(done, SOON, late::complete);
    done.complete(null);
    Deadlines.set(new CompletableFuture<>(), SOON.multipliedBy(2), later::complete);

    assertThat(later).succeedsWithin(LIMIT);
    assertThat(late).isNotDone();
  }
}
