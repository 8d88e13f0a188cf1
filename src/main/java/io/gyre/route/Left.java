package io.gyre.route;

import io.gyre.checkpoint.CheckpointStore;
import io.gyre.checkpoint.CheckpointStore.Behind;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * What a route that runs once still has to do.
 *
 * @param removals buckets that are being removed
 * @param behind bucket shards that are not at their end
 * @param unsettled parked entries that were due when it began and were not tried since, writes
 *     whose answer never came, and what waits for them
 * @param took how long the counting took
 */
record Left(int removals, Behind behind, int unsettled, Duration took) {
  /** The shortest pause between two looks. */
  static final Duration LOOK = Duration.ofMillis(100);

  /** The longest, also where the process was stopped amid a count. */
  static final Duration LOOK_MAX = Duration.ofSeconds(3);

  /** Counting, of very many buckets, takes at most so small a part of the time. */
  private static final int PARTS = 20;

  /**
   * Counts it, in this order: what a bucket shard parks is durable before it stops being dirty.
   * What goes unanswered each time is in the end not waited for, nor is what fails once more: its
   * next try is after {@code began}.
   */
  static CompletionStage<Left> count(RouteServices services, Instant began) {
    CheckpointStore store = services.checkpoints();
    int attempts = services.retries().attempts();
    long asked = System.nanoTime();
    return store
        .countRemovals()
        .thenCompose(
            removals ->
                store
                    .behind(Set.of())
                    .thenCompose(
                        behind ->
                            store
                                .countUnsettled(attempts, began)
                                .thenApply(
                                    unsettled ->
                                        new Left(
                                            removals,
                                            behind,
                                            unsettled,
                                            Duration.ofNanos(System.nanoTime() - asked)))));
  }

  boolean nothing() {
    return removals == 0 && behind.copying() == 0 && behind.changed() == 0 && unsettled == 0;
  }

  /** The pause before the next look. */
  Duration nextLook() {
    Duration pause = took.multipliedBy(PARTS);
    if (pause.compareTo(LOOK) < 0) {
      return LOOK;
    }
    return pause.compareTo(LOOK_MAX) < 0 ? pause : LOOK_MAX;
  }
}
