package io.gyre.app;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * How many files and connections this process may have open. Where that is not enough, some of its
 * libraries only report answers that never come; so the shortage itself is said here.
 */
final class FileLimit {
  /** What the jar, the checkpoint, the logs and the event loops take. */
  private static final int FILES_WITHOUT_CONNECTIONS = 100;

  private static final int ALMOST_ALL_PERCENT = 90;
  private static final String REMEDY =
      "raise it (ulimit -n, or LimitNOFILE= of the systemd unit), or lower limits:"
          + " objects-in-flight and connections-per-zone";

  private final int connections;
  private boolean scarce;

  /**
   * @param connections how many the process may want to both zones together
   */
  FileLimit(int connections) {
    this.connections = connections;
  }

  /** What to say at the start: the limit is lower than what may be needed. */
  Optional<String> tooLow() {
    return limits().map(UnixOperatingSystemMXBean::getMaxFileDescriptorCount).flatMap(this::tooLow);
  }

  Optional<String> tooLow(long limit) {
    long needed = (long) connections + FILES_WITHOUT_CONNECTIONS;
    return limit < 0 || limit >= needed
        ? Optional.empty()
        : Optional.of(
            "this process may open %,d files and may need %,d: %s"
                .formatted(limit, needed, REMEDY));
  }

  /** What to say now; empty while all is well, and while the same has been said. */
  Optional<String> shortage() {
    return limits().flatMap(now -> shortage(open(now), now.getMaxFileDescriptorCount()));
  }

  /** Counting takes a descriptor itself: where there is none, all are open. */
  private static long open(UnixOperatingSystemMXBean now) {
    try {
      return now.getOpenFileDescriptorCount();
    } catch (InternalError noneLeft) {
      return now.getMaxFileDescriptorCount();
    }
  }

  synchronized Optional<String> shortage(long open, long limit) {
    boolean before = scarce;
    scarce = limit > 0 && open * 100 >= limit * ALMOST_ALL_PERCENT;
    return scarce && !before
        ? Optional.of(
            "%,d of the %,d files that this process may open are open, so connections may fail: %s"
                .formatted(open, limit, REMEDY))
        : Optional.empty();
  }

  private static Optional<UnixOperatingSystemMXBean> limits() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? Optional.of(unix)
        : Optional.empty();
  }
}
