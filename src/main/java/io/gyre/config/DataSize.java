package io.gyre.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes.
 *
 * @param bytes not negative
 */
public record DataSize(long bytes) implements Comparable<DataSize> {
  static final String EXPECTED = "a size such as 64KiB, 256MiB or 2GiB";

  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(B|KiB|MiB|GiB|TiB)");
  private static final String UNITS = "BKMGT";

  /** Checks the range. */
  public DataSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size is not negative: " + bytes);
    }
  }

  /**
   * The size that {@code text} names: a whole number and one of {@code B KiB MiB GiB TiB}.
   *
   * @throws IllegalArgumentException when it names none
   */
  public static DataSize parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(EXPECTED);
    }
    int power = UNITS.indexOf(matcher.group(2).charAt(0));
    return new DataSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * power)));
  }

  @Override
  public int compareTo(DataSize other) {
    return Long.compare(bytes, other.bytes);
  }

  /** In the largest unit that needs no fraction. */
  @Override
  public String toString() {
    int power = 0;
    long number = bytes;
    while (number != 0 && number % 1024 == 0 && power < UNITS.length() - 1) {
      number /= 1024;
      power++;
    }
    return number + (power == 0 ? "B" : UNITS.charAt(power) + "iB");
  }
}
