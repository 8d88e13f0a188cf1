package io.gyre.config;

import java.time.Duration;

/**
 * Bytes per second.
 *
 * @param perSecond more than nothing
 */
public record DataRate(DataSize perSecond) implements Comparable<DataRate> {
  static final String EXPECTED = "a rate such as 512KiB/s or 1MiB/s";

  private static final String SUFFIX = "/s";

  /** Checks the range. */
  public DataRate {
    if (perSecond.bytes() == 0) {
      throw new IllegalArgumentException("a rate is more than nothing");
    }
  }

  /**
   * The rate that {@code text} names: a size and {@code /s}.
   *
   * @throws IllegalArgumentException when it names none
   */
  public static DataRate parse(String text) {
    if (!text.endsWith(SUFFIX)) {
      throw new IllegalArgumentException(EXPECTED);
    }
    return new DataRate(DataSize.parse(text.substring(0, text.length() - SUFFIX.length())));
  }

  /** How long {@code bytes} take at this rate, in whole milliseconds. */
  public Duration timeFor(long bytes) {
    return Duration.ofMillis(Math.round(bytes * 1000.0 / perSecond.bytes()));
  }

  @Override
  public int compareTo(DataRate other) {
    return perSecond.compareTo(other.perSecond);
  }

  @Override
  public String toString() {
    return perSecond + SUFFIX;
  }
}
