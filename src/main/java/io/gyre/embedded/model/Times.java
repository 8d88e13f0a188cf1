package io.gyre.embedded.model;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The forms in which the gateway writes times. Stamps are nanoseconds since the epoch. */
public final class Times {
  private static final DateTimeFormatter NANOS = form("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'");
  private static final DateTimeFormatter MICROS = form("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'");
  private static final DateTimeFormatter MILLIS = form("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");
  private static final DateTimeFormatter HTTP = form("EEE, dd MMM yyyy HH:mm:ss 'GMT'");

  private Times() {}

  /** {@code 2026-11-24T00:27:31.660240062Z}, as bucket index logs and {@code RgwxMtime} have it. */
  public static String nanos(long stamp) {
    return NANOS.format(ZoneClock.instant(stamp));
  }

  /** {@code 2026-11-24T00:27:31.660240Z}, as metadata objects have it. */
  public static String micros(long stamp) {
    return MICROS.format(ZoneClock.instant(stamp));
  }

  /** {@code 2026-11-24T00:27:31.660Z}, as S3 listings have it. */
  public static String millis(long stamp) {
    return MILLIS.format(ZoneClock.instant(stamp));
  }

  /** {@code Tue, 24 Nov 2026 00:27:31 GMT}, as HTTP headers have it. */
  public static String http(long stamp) {
    return HTTP.format(ZoneClock.instant(stamp));
  }

  /** {@code 1795480051.660240062}, as the {@code Rgwx-Mtime} header has it. */
  public static String decimal(long stamp) {
    Instant instant = ZoneClock.instant(stamp);
    return String.format(Locale.ROOT, "%d.%09d", instant.getEpochSecond(), instant.getNano());
  }

  private static DateTimeFormatter form(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }
}
