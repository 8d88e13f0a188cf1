package io.gyre.app;

import io.gyre.checkpoint.CheckpointStore;
import io.gyre.route.Rescan;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a route compare everything anew when it is asked to, and says when it should be. */
final class Rescanning {
  private static final Logger LOG = LoggerFactory.getLogger(Rescanning.class);

  private Rescanning() {}

  /** Completes once what follows from the request is durable; nothing may be copied before. */
  static CompletionStage<Void> begin(CheckpointStore store, SyncRequest request, Clock clock) {
    String settings = request.config().select().contents() + request.config().map().laterRules();
    return store
        .facts()
        .thenCompose(
            facts -> {
              Rescan rescan = Rescan.of(facts, settings, request.rescan(), clock.instant());
              rescan
                  .changedSince()
                  .ifPresent(
                      since ->
                          LOG.warn(
                              "select or map was changed (seen at {}): what was copied or left out before"
                                  + " stays so, and what they say now applies to later changes only."
                                  + " 'gyre sync --rescan' compares everything by them",
                              since));
              if (request.rescan()) {
                LOG.info("rescan: all that was copied is compared anew");
              }
              return rescan.changes().isEmpty()
                  ? CompletableFuture.completedFuture(null)
                  : store.save(rescan.changes());
            });
  }
}
