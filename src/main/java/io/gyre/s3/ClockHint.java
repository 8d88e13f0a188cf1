package io.gyre.s3;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What to do about an endpoint that refuses requests because of their date. */
public final class ClockHint {
  private static final String SKEWED = "RequestTimeTooSkewed";

  private ClockHint() {}

  /**
   * To be appended to a failure's text; empty when its code says something else.
   *
   * @param code of the answer's error
   * @param theirs the answer's date, empty where it has none
   */
  public static String of(String code, String theirs) {
    if (!code.equals(SKEWED)) {
      return "";
    }
    return "; the clocks of this machine ("
        + Instant.now().truncatedTo(ChronoUnit.SECONDS)
        + ") and of the gateway"
        + (theirs.isEmpty() ? "" : " (" + theirs + ")")
        + " are too far apart: set the one that is wrong, best by NTP";
  }
}
