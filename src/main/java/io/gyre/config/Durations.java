package io.gyre.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as operators write them: a whole number and one of {@code ms s m h d}. */
public final class Durations {
  /** What {@link #parse} takes, for operators. */
  public static final String EXPECTED = "a duration such as 250ms, 30s, 5m, 1h or 7d";

  private static final Pattern TEXT = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");

  /** From the largest unit to the smallest, in milliseconds. */
  private static final Map<String, Long> MILLIS = new LinkedHashMap<>();

  static {
    MILLIS.put("d", 86_400_000L);
    MILLIS.put("h", 3_600_000L);
    MILLIS.put("m", 60_000L);
    MILLIS.put("s", 1_000L);
    MILLIS.put("ms", 1L);
  }

  private Durations() {}

  /**
   * The duration that {@code text} names.
   *
   * @throws IllegalArgumentException when it names none
   */
  public static Duration parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(EXPECTED);
    }
    return Duration.ofMillis(
        Math.multiplyExact(
            Long.parseLong(matcher.group(1)), MILLIS.getOrDefault(matcher.group(2), 1L)));
  }

  /** The shortest text for which {@link #parse} gives this duration; milliseconds at the finest. */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    for (var unit : MILLIS.entrySet()) {
      if (millis % unit.getValue() == 0 && millis != 0) {
        return millis / unit.getValue() + unit.getKey();
      }
    }
    return "0s";
  }
}
