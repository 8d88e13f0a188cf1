package io.gyre.app;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a route on the thread of the command, the only one that may block, and ends it in order when
 * the process is told to stop.
 */
final class Replicator implements SyncRunner {
  /** What closing may take beyond the draining. */
  private static final Duration CLOSING = Duration.ofSeconds(15);

  private final Termination termination;

  Replicator(Termination termination) {
    this.termination = termination;
  }

  @Override
  public int run(SyncRequest request) {
    Replication replication = new Replication(request, true);
    try (var registered = termination.onStop(() -> stop(replication, request))) {
      return replication.run().toCompletableFuture().join();
    }
  }

  private static int stop(Replication replication, SyncRequest request) {
    Duration patience = request.config().timeouts().drain().plus(CLOSING);
    try {
      return replication
          .stop()
          .toCompletableFuture()
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return ExitCode.BUG;
    } catch (ExecutionException | TimeoutException failure) {
      return ExitCode.BUG;
    }
  }
}
