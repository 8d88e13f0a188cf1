package io.gyre.app;

import io.gyre.checkpoint.CheckpointStore;
import io.gyre.checkpoint.Pause;
import io.gyre.log.BucketName;
import io.gyre.route.Pauses;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was paused stays so, which must not surprise anybody at the next start. */
final class PausedStart {
  private static final Logger LOG = LoggerFactory.getLogger(PausedStart.class);
  private static final int MAX_NAMED = 20;

  private PausedStart() {}

  /**
   * Takes over what is paused, and says it.
   *
   * @param once whether the run is to end when all is done, which it never would be
   */
  static CompletionStage<CheckpointStore> load(Pauses pauses, CheckpointStore store, boolean once) {
    return pauses
        .load(store)
        .thenApply(
            loaded -> {
              List<Pause> all =
                  Stream.concat(pauses.route().stream(), pauses.buckets().stream()).toList();
              if (!all.isEmpty()) {
                tell(all, once);
              }
              return store;
            });
  }

  private static void tell(List<Pause> all, boolean once) {
    String what =
        all.stream()
                .sorted(Comparator.comparing(Pause::since))
                .limit(MAX_NAMED)
                .map(pause -> name(pause.bucket()) + " since " + pause.since())
                .collect(Collectors.joining(", "))
            + (all.size() > MAX_NAMED ? ", ..." : "");
    if (once) {
      throw new RouteRefused(
          ExitCode.DIFFERENCES,
          "paused by an operator: " + what + "; 'gyre resume' goes on, before --once can end");
    }
    LOG.warn("still paused by an operator: {}; 'gyre resume' goes on", what);
  }

  private static String name(Optional<BucketName> bucket) {
    return bucket.map(known -> "bucket " + known).orElse("the route");
  }
}
