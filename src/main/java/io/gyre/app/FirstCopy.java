package io.gyre.app;

import io.gyre.checkpoint.CheckpointStore;
import io.gyre.checkpoint.LogKind;
import io.gyre.failure.GatewayException;
import io.gyre.metadata.Preflight;
import io.gyre.metadata.PreflightFacts;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what is to come when a route is started for the first time. */
final class FirstCopy {
  private static final Logger LOG = LoggerFactory.getLogger(FirstCopy.class);

  private FirstCopy() {}

  /**
   * Completes once it is said. The route's first record is made after that, so a start that is cut
   * short here is a first one again.
   */
  static CompletionStage<Void> announce(CheckpointStore store, Supplier<Preflight> preflight) {
    return store
        .logShards(LogKind.DATA)
        .thenCompose(
            known ->
                known.isEmpty() ? ask(preflight.get()) : CompletableFuture.completedFuture(null));
  }

  private static CompletionStage<Void> ask(Preflight preflight) {
    return preflight
        .run()
        .thenAccept(FirstCopy::say)
        .exceptionally(
            failure -> {
              LOG.warn(
                  "what the first copy will bring could not be found out; it begins all the same: {}",
                  GatewayException.unwrap(failure).getMessage());
              return null;
            });
  }

  private static void say(PreflightFacts facts) {
    PreflightReport report = PreflightReport.of(facts);
    LOG.info("{}", report.summary());
    report.warnings().forEach(warning -> LOG.warn("{}", warning));
  }
}
