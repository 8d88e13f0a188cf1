package io.gyre.app;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Values as people read them on a terminal. */
final class Plain {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private Plain() {}

  /** How long ago, or how long: two units at most. A negative one is none. */
  static String age(Instant since, Instant now) {
    Duration age = Duration.between(since, now);
    if (age.compareTo(MINUTE) < 0) {
      return Math.max(0, age.toSeconds()) + " s";
    }
    if (age.compareTo(HOUR) < 0) {
      return age.toMinutes() + " min " + age.toSecondsPart() + " s";
    }
    if (age.compareTo(DAY) < 0) {
      return age.toHours() + " h " + age.toMinutesPart() + " min";
    }
    return age.toDays() + " d " + age.toHoursPart() + " h";
  }

  /** A number with its thousands apart. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** So many of something whose plural is regular. */
  static String count(long number, String things) {
    return count(number) + " " + things + (number == 1 ? "" : "s");
  }

  /**
   * Text of somebody else's, a key for instance: what could steer a terminal or turn the direction
   * of the line is written as its number.
   */
  static String text(String foreign) {
    StringBuilder safe = new StringBuilder(foreign.length());
    foreign
        .codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                safe.append(String.format("\\u%04x", c));
              } else {
                safe.appendCodePoint(c);
              }
            });
    return safe.toString();
  }
}
