package io.gyre.ops;

import io.gyre.checkpoint.LogKind;
import io.gyre.route.RouteLag;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether changes of the source can arrive at the destination, and if not, why. */
final class Readiness {
  /** One failed read is repeated within seconds and says nothing yet. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  private Readiness() {}

  /** Why nothing can arrive while no route runs. */
  static List<String> reasons(Stage stage) {
    return stage.notReady().isEmpty() ? List.of() : List.of(stage.notReady());
  }

  /**
   * Why not everything can arrive; empty when it can.
   *
   * @param leaseHeld whether the destination may be written to
   */
  static List<String> reasons(boolean leaseHeld, RouteLag lag, Instant now) {
    List<String> reasons = new ArrayList<>();
    if (!leaseHeld) {
      reasons.add("the destination's lease on this route is not held, so nothing is written there");
    }
    silence(LogKind.METADATA, lag.metadata(), now, reasons);
    silence(LogKind.DATA, lag.data(), now, reasons);
    return reasons;
  }

  private static void silence(LogKind kind, RouteLag.Part part, Instant now, List<String> reasons) {
    boolean silent = part.asOf().filter(round -> !round.plus(PATIENCE).isBefore(now)).isEmpty();
    part.failure()
        .filter(failure -> silent)
        .ifPresent(
            failure ->
                reasons.add(
                    "%d %s log shard%s of the source cannot be read: %s"
                        .formatted(
                            part.failing(),
                            kind.name().toLowerCase(Locale.ROOT),
                            part.failing() == 1 ? "" : "s",
                            failure)));
  }
}
