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
    Verdict seen = seen(last.outcome());
    Verdict verdict = verdict(seen, changed, standing.kind());
    String reason =
        switch (verdict) {
          case ERROR -> last.failure().map(Conclusion::message).orElse("");
          case IN_FLIGHT -> standing.kind() == Kind.WORKING ? standing.reason() : CHANGED;
          case PARKED, DIFFERS, MISSING, EXTRA -> standing.reason();
        };
    return new Finding(subject, verdict, seen, last.aspects(), looks, reason, last.notCarried());
  }

  private static Verdict verdict(Verdict seen, boolean changed, Kind kind) {
    if (kind == Kind.PARKED || seen == Verdict.ERROR) {
      return kind == Kind.PARKED ? Verdict.PARKED : Verdict.ERROR;
    }
    return kind == Kind.WORKING || (changed && kind != Kind.IDLE) ? Verdict.IN_FLIGHT : seen;
  }

  private static Verdict seen(Outcome outcome) {
    return switch (outcome) {
      case MISSING -> Verdict.MISSING;
      case EXTRA -> Verdict.EXTRA;
      case DIFFERS -> Verdict.DIFFERS;
      case FAILED -> Verdict.ERROR;
      case EQUAL, GONE -> throw new IllegalArgumentException("no difference: " + outcome);
    };
  }

  /** Ours name the zone, the request and the answer; others are at least named. */
  private static String message(Throwable failure) {
    return failure instanceof GatewayException known
        ? String.valueOf(known.getMessage())
        : failure.toString();
  }
}
