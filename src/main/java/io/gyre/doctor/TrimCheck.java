package io.gyre.doctor;

import io.gyre.doctor.Period.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether the source's gateways cut its data log under us. The setting that decides it,
 * rgw_sync_log_trim_interval, cannot be read over HTTP; what it did to the log can.
 *
 * <p>Every interval a gateway removes what every zone with an endpoint that syncs from it has read.
 * Where there is no such zone, that is everything. An interval longer than the default, but not 0,
 * goes unnoticed here until it strikes.
 */
final class TrimCheck {
  /** The default interval is 20 minutes; entries older than this have outlived one. */
  static final Duration OUTLIVED = Duration.ofMinutes(30);

  private static final String EMPTIED =
      "# with any other rgw_sync_log_trim_interval than 0 the gateways empty it each time, read or"
          + " not";

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
        "the gateways may remove what " + names + " has read, whether Gyre has or not",
        explained(
            "# only rgw_sync_log_trim_interval = 0 keeps them from it; it cannot be seen from here"));
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
          "whether the gateways trim the data log shows once it has entries older than %d min"
              .formatted(OUTLIVED.toMinutes()),
          explained(EMPTIED));
    }
    String seen =
        "%d of %d data log shards in use were emptied".formatted(reach.emptied(), reach.shards());
    return warn(
        seen
            + (facts.trim()
                ? ", by Gyre (trim: true) or by the gateways"
                : ": changes get lost unless Gyre reads them before"),
        explained(EMPTIED));
  }

  private static List<String> explained(String why) {
    return Stream.concat(Stream.of(why), Remedies.trimNever().stream()).toList();
  }

  private static String said(Instant time) {
    return time.toString().substring(0, "2026-01-01T00:00".length()).replace('T', ' ') + " UTC";
  }

  private static Finding warn(String message, List<String> fix) {
    return Finding.warn(End.SOURCE, Check.LOG_TRIM, message, fix);
  }
}
