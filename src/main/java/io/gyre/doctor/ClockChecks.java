package io.gyre.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whether the gateways' clocks and ours agree. */
final class ClockChecks {
  /** An answer's date has whole seconds, and travels. */
  static final Duration TOLERABLE = Duration.ofSeconds(5);

  /** From here on a gateway refuses signatures. */
  static final Duration REFUSED = Duration.ofMinutes(15);

  private ClockChecks() {}

  /** The endpoint whose clock is farthest off speaks for its end. */
  static List<Finding> of(EndFacts end) {
    return farthest(end)
        .map(ahead -> finding(end.end(), ahead))
        .map(List::of)
        .orElseGet(
            () ->
                List.of(
                    Finding.warn(
                        end.end(),
                        Check.CLOCK,
                        "not known: its answers have no Date header",
                        List.of("timedatectl   # on the gateway's host"))));
  }

  /** When both ends agree with each other and not with us, it is our clock that is wrong. */
  static List<Finding> here(EndFacts source, EndFacts destination) {
    Optional<Duration> first = farthest(source);
    Optional<Duration> second = farthest(destination);
    if (first.isEmpty() || second.isEmpty()) {
      return List.of();
    }
    boolean agree = first.get().minus(second.get()).abs().compareTo(TOLERABLE) <= 0;
    boolean off = first.get().abs().compareTo(TOLERABLE) > 0;
    return agree && off
        ? List.of(
            Finding.warn(
                End.HERE,
                Check.CLOCK,
                "both ends agree on the time, so it is most likely this host's clock that is "
                    + said(first.get().negated()),
                Remedies.clock()))
        : List.of();
  }

  private static Finding finding(End end, Duration ahead) {
    Duration off = ahead.abs();
    if (off.compareTo(TOLERABLE) <= 0) {
      return Finding.ok(
          end, Check.CLOCK, "agrees with this host's to " + TOLERABLE.toSeconds() + " s");
    }
    List<String> fix = List.of(Remedies.clock().get(0) + "   # on the host whose clock is wrong");
    return off.compareTo(REFUSED) < 0
        ? Finding.warn(
            end, Check.CLOCK, said(ahead) + " against this host's; the lag shown is wrong", fix)
        : Finding.fail(
            end, Check.CLOCK, said(ahead) + " against this host's: signatures are refused", fix);
  }

  private static String said(Duration ahead) {
    return ahead.abs().toSeconds() + (ahead.isNegative() ? " s behind" : " s ahead");
  }

  private static Optional<Duration> farthest(EndFacts end) {
    return end.endpoints().stream()
        .flatMap(at -> at.greeting().answer().stream())
        .flatMap(greeting -> greeting.ahead().stream())
        .reduce((one, other) -> one.abs().compareTo(other.abs()) >= 0 ? one : other);
  }
}
