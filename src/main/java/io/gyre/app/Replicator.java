package io.gyre.app;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
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

  @Override
  public int run(SyncRequest request) {
    Replication replication = new Replication(request, true);
    Thread hook = new Thread(() -> stop(replication, request), "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    CompletableFuture<Integer> ended = replication.run().toCompletableFuture();
    int code = ended.join();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyStopping) {
      // The hook itself ended the route, and ends the process.
      return code;
    }
    return code;
  }

  /** Told to stop is not an error, which is why the process must not end with the signal's code. */
  private static void stop(Replication replication, SyncRequest request) {
    Duration patience = request.config().timeouts().drain().plus(CLOSING);
    int code;
    try {
      code =
          replication.stop().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      code = ExitCode.BUG;
    } catch (ExecutionException | TimeoutException failure) {
      code = ExitCode.BUG;
    }
    Runtime.getRuntime().halt(code);
  }
}
