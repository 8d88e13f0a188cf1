package io.gyre.rgw;

import java.time.Instant;
import java.util.Optional;

/** Times as the gateway writes them in headers: seconds since 1970, a point, nanoseconds. */
public final class Mtime {
  private static final int DIGITS = 9;
  private static final int SECONDS_DIGITS = 12;

  private Mtime() {}

  /** Reads one; empty for what is none. */
  public static Optional<Instant> parse(String text) {
    int point = text.indexOf('.');
    String seconds = point < 0 ? text : text.substring(0, point);
    String fraction = point < 0 ? "0" : text.substring(point + 1);
    if (!isNumber(seconds, SECONDS_DIGITS) || !isNumber(fraction, DIGITS)) {
      return Optional.empty();
    }
    int nanos = Integer.parseInt(fraction + "0".repeat(DIGITS - fraction.length()));
    return Optional.of(Instant.ofEpochSecond(Long.parseLong(seconds), nanos));
  }

  private static boolean isNumber(String text, int digits) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= digits;
  }

  /** Writes one. */
  public static String format(Instant time) {
    String nanos = Integer.toString(time.getNano());
    return time.getEpochSecond() + "." + "0".repeat(DIGITS - nanos.length()) + nanos;
  }
}
