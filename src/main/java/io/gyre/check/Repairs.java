package io.gyre.check;

import io.gyre.check.Checked.Finding;
import io.gyre.check.RepairStep.Kind;
import io.gyre.copy.ObjectVersion;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Plans what mends a finding, by asking both ends once more. Nothing is planned to be removed for
 * being absent from a listing: the source is asked about each version, and proves it.
 */
public final class Repairs {
  private final Contents source;
  private final Contents destination;
  private final SelectedVersions selected;
  private final boolean deleteExtra;
  private final Clock clock;

  /**
   * @param contents what is replicated
   * @param deleteExtra whether what only the destination has may be removed
   */
  public Repairs(
      Contents source,
      Contents destination,
      io.gyre.select.Contents contents,
      boolean deleteExtra,
      Clock clock) {
    this.source = source;
    this.destination = destination;
    this.selected = new SelectedVersions(contents);
    this.deleteExtra = deleteExtra;
    this.clock = clock;
  }

  /** Whether there may be something to plan: a key that differs, and that nothing works on. */
  public static boolean concern(Checked checked) {
    return checked instanceof Finding finding
        && finding.subject() instanceof Subject.Key
        && switch (finding.verdict()) {
          case DIFFERS, MISSING, EXTRA -> true;
          case PARKED, IN_FLIGHT, ERROR -> false;
        };
  }

  /** Fails with a {@code GatewayException} where an end does not tell. */
  public CompletionStage<RepairPlan> of(Subject.Key key, Finding finding) {
    return source
        .versions(key.bucket(), key.key())
        .thenCombine(
            destination.versions(key.bucket(), key.key()),
            (here, there) -> selected.of(new KeyPair(key.key(), here, there), clock.instant()))
        .thenApply(pair -> RepairPlan.of(pair, finding.aspects(), deleteExtra))
        .thenCompose(plan -> proven(key.bucket(), key.key(), plan));
  }

  private CompletionStage<RepairPlan> proven(BucketName bucket, String key, RepairPlan plan) {
    CompletionStage<Void> asked = CompletableFuture.completedFuture(null);
    for (RepairStep step : plan.steps()) {
      if (step.kind() == Kind.REMOVE) {
        ObjectVersion version = new ObjectVersion(bucket, key, step.versionId());
        asked =
            asked
                .thenCompose(before -> source.facts(version, false))
                .thenAccept(
                    facts -> {
                      if (facts.isPresent()) {
                        throw stillThere(version);
                      }
                    });
      }
    }
    return asked.thenApply(all -> plan);
  }

  private static GatewayException stillThere(ObjectVersion version) {
    return new GatewayException(
        FailureClass.TRANSIENT,
        version
            + ": the source does not list it and has it: see 'radosgw-admin bucket check' there;"
            + " nothing of this key is repaired",
        null);
  }
}
