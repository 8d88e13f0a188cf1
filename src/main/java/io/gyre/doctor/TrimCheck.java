package io.gyre.doctor;

import io.gyre.doctor.Period.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether the source's gateways cut its data log under us. The setting that decides it,
 * rgw_sync_log_trim_interval, cannot be read over HTTP; what it did to the log can.
 *
 * <p>Every interval a gateway removes what every zone with an endpoint that syncs from it has read.
 * Where there is no such zone, that is everything.
 */
final class TrimCheck {
  /** The default interval is 20 minutes; entries older than this have outlived one. */
  static final Duration OUTLIVED = Duration.ofMinutes(30);

  private TrimCheck() {}

  static Finding of(Facts facts, List<Member> readers) {
    return facts
        .sourceOnly()
        .dataLog()
        .either(
            reach -> readers.isEmpty() ? unread(reach, facts) : read(readers),
            failure -> warn("cannot be told: " + failure.getMessage(), Remedies.trimNever()));
  }

  private static Finding read(List<Member> readers) {
    String names = readers.stream().map(Member::name).collect(Collectors.joining(", "));
    return warn(
        "the gateways may remove what "
            + names
            + " has read, whether Gyre has or not: right only with rgw_sync_log_trim_interval = 0,"
            + " which cannot be seen from here",
        Remedies.trimNever());
  }

  private static Finding unread(DataLogReach reach, Facts facts) {
    Optional<Duration> age = reach.oldest().map(time -> Duration.between(time, facts.at()));
    if (age.filter(old -> old.compareTo(OUTLIVED) > 0).isPresent()) {
      return Finding.ok(
          End.SOURCE,
          Check.LOG_TRIM,
          "the data log still has its entries since " + said(reach.oldest().orElseThrow()));
    }
    if (reach.emptied() == 0) {
      return warn(
          "right only with rgw_sync_log_trim_interval = 0, which cannot be seen from here; else the"
              + " gateways empty the data log every 20 min, read or not. Entries older than "
              + OUTLIVED.toMinutes()
              + " min would prove it, and there are none yet",
          Remedies.trimNever());
    }
    String seen =
        "%d of %d data log shards in use were emptied".formatted(reach.emptied(), reach.shards());
    return facts.trim()
        ? warn(seen + ", by Gyre (trim: true) or by the gateways", Remedies.trimNever())
        : warn(
            seen
                + ": the gateways do so every rgw_sync_log_trim_interval, read or not, and changes"
                + " get lost unless Gyre reads them before",
            Remedies.trimNever());
  }

  private static String said(Instant time) {
    return time.toString().substring(0, "2026-01-01T00:00".length()).replace('T', ' ') + " UTC";
  }

  private static Finding warn(String message, List<String> fix) {
    return Finding.warn(End.SOURCE, Check.LOG_TRIM, message, fix);
  }
}
