package io.gyre.embedded.model;

/** The forms in which the gateway writes times. Stamps are nanoseconds since the epoch. */
public final class Times {
  private static final long SECOND = 1_000_000_000L;
  private static final SecondTexts ISO = new SecondTexts("yyyy-MM-dd'T'HH:mm:ss.");
  private static final SecondTexts HTTP = new SecondTexts("EEE, dd MMM yyyy HH:mm:ss 'GMT'");

  private Times() {}

  /** {@code 2026-11-24T00:27:31.660240062Z}, as bucket index logs and {@code RgwxMtime} have it. */
  public static String nanos(long stamp) {
    return iso(stamp, 9);
  }

  /** {@code 2026-11-24T00:27:31.660240Z}, as metadata objects have it. */
  public static String micros(long stamp) {
    return iso(stamp, 6);
  }

  /** {@code 2026-11-24T00:27:31.660Z}, as S3 listings have it. */
  public static String millis(long stamp) {
    return iso(stamp, 3);
  }

  /** {@code Tue, 24 Nov 2026 00:27:31 GMT}, as HTTP headers have it. */
  public static String http(long stamp) {
    return HTTP.at(Math.floorDiv(stamp, SECOND));
  }

  /** {@code 1795480051.660240062}, as the {@code Rgwx-Mtime} header has it. */
  public static String decimal(long stamp) {
    return Math.floorDiv(stamp, SECOND) + "." + fraction(stamp);
  }

  private static String iso(long stamp, int digits) {
    return ISO.at(Math.floorDiv(stamp, SECOND)) + fraction(stamp).substring(0, digits) + "Z";
  }

  /** The nine digits behind the point. */
  private static String fraction(long stamp) {
    return Long.toString(SECOND + Math.floorMod(stamp, SECOND)).substring(1);
  }
}
