package io.gyre.embedded;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** The ids that answers carry: {@code tx…-<time>-<instance>-<zone>}. */
final class RequestIds {
  private static final String INSTANCE = "102e";

  private final AtomicLong counter = new AtomicLong();
  private final String suffix;

  RequestIds(String zone) {
    this.suffix = INSTANCE + "-" + zone;
  }

  /** A new id; {@code second} is the time of the request. */
  String next(long second) {
    String count = Long.toHexString(counter.incrementAndGet());
    String time = Long.toHexString(second);
    return "tx"
        + "0".repeat(Math.max(0, 21 - count.length()))
        + count
        + "-"
        + "0".repeat(Math.max(0, 10 - time.length()))
        + time
        + "-"
        + suffix;
  }

  /** The host id that errors name. */
  String hostId(String zonegroup) {
    return String.format(Locale.ROOT, "%s-%s", suffix, zonegroup);
  }
}
