package io.gyre.check;

import io.gyre.check.Checked.Finding;
import io.gyre.check.Look.Outcome;
import io.gyre.check.Replication.Standing;
import io.gyre.check.Replication.Standing.Kind;
import io.gyre.failure.GatewayException;

/** What is said in the end of something that was never equal. Pure. */
final class Conclusion {
  static final String CHANGED = "changed at the source while it was looked at";

  private Conclusion() {}

  /**
   * @param last look; neither {@code EQUAL} nor {@code GONE}
   * @param looks all in all
   * @param changed whether the source had something else at an earlier look
   */
  static Finding of(Subject subject, Look last, int looks, boolean changed, Standing standing) {
    if (standing.kind() == Kind.PARKED) {
      return finding(subject, Verdict.PARKED, last, looks, standing.reason());
    }
    if (last.outcome() == Outcome.FAILED) {
      String why = last.failure().map(Conclusion::message).orElse("");
      return finding(subject, Verdict.ERROR, last, looks, why);
    }
    if (standing.kind() == Kind.WORKING) {
      return finding(subject, Verdict.IN_FLIGHT, last, looks, standing.reason());
    }
    return changed && standing.kind() != Kind.IDLE
        ? finding(subject, Verdict.IN_FLIGHT, last, looks, CHANGED)
        : finding(subject, verdict(last.outcome()), last, looks, standing.reason());
  }

  private static Verdict verdict(Outcome outcome) {
    return switch (outcome) {
      case MISSING -> Verdict.MISSING;
      case EXTRA -> Verdict.EXTRA;
      case DIFFERS -> Verdict.DIFFERS;
      case EQUAL, GONE, FAILED -> throw new IllegalArgumentException("no difference: " + outcome);
    };
  }

  private static Finding finding(
      Subject subject, Verdict verdict, Look last, int looks, String reason) {
    return new Finding(subject, verdict, last.aspects(), looks, reason);
  }

  /** Ours name the zone, the request and the answer; others are at least named. */
  private static String message(Throwable failure) {
    return failure instanceof GatewayException known
        ? String.valueOf(known.getMessage())
        : failure.toString();
  }
}
