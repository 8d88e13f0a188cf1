package io.gyre.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
  private static final Duration SOON = Duration.ofMillis(300);
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Deadlines deadlines = new Deadlines();

  @AfterEach
  void close() {
    deadlines.close();
  }

  @Test
  void whatIsNotCompleteInTimeIsToldOfAndNotBefore() {
    CompletableFuture<Throwable> late = new CompletableFuture<>();
    long start = System.nanoTime();

    deadlines.set(new CompletableFuture<>(), SOON, late::complete);

    assertThat(late).succeedsWithin(LIMIT).isInstanceOf(TimeoutException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(SOON);
  }

  @Test
  void whatIsCompleteBeforeIsNot() {
    CompletableFuture<Throwable> late = new CompletableFuture<>();
    CompletableFuture<Void> done = new CompletableFuture<>();
    CompletableFuture<Throwable> later = new CompletableFuture<>();

    deadlines.set(done, SOON, late::complete);
    done.complete(null);
    deadlines.set(new CompletableFuture<>(), SOON.multipliedBy(2), later::complete);

    assertThat(later).succeedsWithin(LIMIT);
    assertThat(late).isNotDone();
  }
}
