package io.gyre.metadata;

import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.CheckpointStore;
import io.gyre.copy.BucketVersioning;
import io.gyre.copy.DestinationVersioning;
import io.gyre.log.BucketName;
import io.gyre.log.Versioning;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Keeps in the checkpoint which buckets of the destination are not in their final state. */
public final class VersioningJournal implements DestinationVersioning.Journal {
  private static final String PREFIX = "unsettled-versioning:";

  private final CheckpointStore checkpoints;

  public VersioningJournal(CheckpointStore checkpoints) {
    this.checkpoints = checkpoints;
  }

  /** Whether the facts of a route say that one of some buckets is in another state for a while. */
  public static boolean isUnsettled(Map<String, String> facts, Predicate<BucketName> buckets) {
    return facts.keySet().stream()
        .filter(name -> name.startsWith(PREFIX))
        .anyMatch(name -> buckets.test(BucketName.parse(name.substring(PREFIX.length()))));
  }

  @Override
  public CompletionStage<Void> unsettled(BucketName bucket, Versioning finalState) {
    return checkpoints.save(Change.of(new Change.Fact(PREFIX + bucket, finalState.name())));
  }

  @Override
  public CompletionStage<Void> settled(BucketName bucket) {
    return checkpoints.save(Change.of(new Change.FactRemoved(PREFIX + bucket)));
  }

  /** Has the buckets that an earlier run left in another state brought into their final one. */
  CompletionStage<Void> resume(BucketVersioning versioning) {
    return checkpoints
        .facts()
        .thenAccept(
            facts ->
                facts.forEach(
                    (name, state) -> {
                      if (name.startsWith(PREFIX)) {
                        versioning.resume(
                            BucketName.parse(name.substring(PREFIX.length())),
                            Versioning.valueOf(state));
                      }
                    }));
  }
}
