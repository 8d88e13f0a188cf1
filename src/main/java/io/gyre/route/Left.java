package io.gyre.route;

import io.gyre.checkpoint.CheckpointStore;
import io.gyre.checkpoint.CheckpointStore.ShardCounts;
import io.gyre.checkpoint.Phase;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/**
 * What a route that runs once still has to do.
 *
 * @param unsettled parked entries that were due when it began and were not tried since, writes
 *     whose answer never came, and what waits for them
 * @param removals buckets that are being removed
 */
record Left(ShardCounts shards, int unsettled, int removals) {

  /**
   * Counts it, in this order: what a bucket shard parks is durable before it stops being dirty.
   * What goes unanswered each time is in the end not waited for, nor is what fails once more: its
   * next try is after {@code began}.
   */
  static CompletionStage<Left> count(RouteServices services, Instant began) {
    CheckpointStore store = services.checkpoints();
    int attempts = services.retries().attempts();
    return store
        .countRemovals()
        .thenCompose(
            removals ->
                store
                    .countShards()
                    .thenCompose(
                        shards ->
                            store
                                .countUnsettled(attempts, began)
                                .thenApply(unsettled -> new Left(shards, unsettled, removals))));
  }

  boolean nothing() {
    return unsettled == 0
        && removals == 0
        && shards.dirty() == 0
        && shards.byPhase().keySet().stream().noneMatch(Phase::isFull);
  }
}
