package io.gyre.rgw;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as the gateway writes them in headers: seconds since 1970, a point, nanoseconds. */
public final class Mtime {
  private static final int DIGITS = 9;
  private static final Pattern FORM = Pattern.compile("(\\d{1,12})(?:\\.(\\d{1,9}))?");

  private Mtime() {}

  /** Reads one; empty for what is none. */
  public static Optional<Instant> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String fraction = matcher.group(2) == null ? "" : matcher.group(2);
    long nanos = Long.parseLong((fraction + "000000000").substring(0, 9));
    return Optional.of(Instant.ofEpochSecond(Long.parseLong(matcher.group(1)), nanos));
  }

  /** Writes one. */
  public static String format(Instant time) {
    String nanos = Integer.toString(time.getNano());
    return time.getEpochSecond() + "." + "0".repeat(DIGITS - nanos.length()) + nanos;
  }
}
