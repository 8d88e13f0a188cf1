package io.gyre.doctor;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What has to be so before the destination can take the source's place. Pure. */
public final class CutoverChecks {
  private CutoverChecks() {}

  /**
   * Whether the source is still written to.
   *
   * @param changed log shards that got entries while they were looked at
   * @param looked how long that was
   */
  public static Finding quiet(CutoverFacts facts, long changed, Duration looked) {
    String time = looked.toSeconds() + " s";
    if (facts.sourceReadOnly()) {
      return Finding.ok(
          End.SOURCE, Check.QUIET, "it lets only system users write (zone modify --read-only)");
    }
    List<String> fix = CutoverSteps.access(facts.source(), true, End.SOURCE);
    return changed > 0
        ? Finding.fail(
            End.SOURCE,
            Check.QUIET,
            "it was written to: " + changed + " of its log shards changed within " + time,
            fix)
        : Finding.warn(
            End.SOURCE,
            Check.QUIET,
            "nothing was written within " + time + ", but everybody still may",
            fix);
  }

  /**
   * How far behind the destination is.
   *
   * @param process that replicates the route now
   * @param lag seconds, as it says; empty where it does not say, or has not looked lately
   * @param copying bucket shards that are not yet copied in full
   * @param unread log shards of the source with changes that the state does not know to be done
   * @param dirty bucket shards that were announced, and whose own logs are not known to be done
   */
  public record Progress(
      OptionalLong process, OptionalDouble lag, int copying, long unread, int dirty) {}

  /** Judges that; without a process the source's logs tell. */
  public static Finding lag(Progress progress, String command) {
    String once = "gyre sync " + command + " --once";
    if (progress.copying() > 0) {
      return Finding.fail(
          End.HERE,
          Check.LAG,
          progress.copying() + " bucket shards are not yet copied in full",
          List.of("gyre status " + command));
    }
    if (progress.process().isEmpty()) {
      return progress.unread() + progress.dirty() == 0
          ? Finding.ok(End.HERE, Check.LAG, "all changes that the source's logs have are done")
          : Finding.fail(
              End.HERE,
              Check.LAG,
              "no 'sync' is running, and "
                  + progress.unread()
                  + " log shards and "
                  + progress.dirty()
                  + " bucket shards of the source have, or may have, changes that are not done",
              List.of(once));
    }
    if (progress.lag().isEmpty()) {
      return Finding.fail(
          End.HERE,
          Check.LAG,
          "process "
              + progress.process().getAsLong()
              + " does not tell how far behind it is, or has not looked at all logs since",
          List.of("gyre status " + command));
    }
    double lag = progress.lag().getAsDouble();
    return lag > 0
        ? Finding.fail(
            End.HERE, Check.LAG, "it is " + Math.round(lag) + " s", List.of("# wait, or: " + once))
        : Finding.ok(End.HERE, Check.LAG, "it is zero");
  }

  /** Nothing was ever replicated. */
  public static Finding nothingYet(String command) {
    return Finding.fail(
        End.HERE,
        Check.LAG,
        "nothing was replicated with this configuration's 'state'",
        List.of("gyre sync " + command + " --once"));
  }

  /** What replication has left different for good. */
  public static Finding leftOut(
      boolean complete, int parked, int buckets, int users, String command) {
    return complete
        ? Finding.ok(End.HERE, Check.LEFT_OUT, "nothing is parked or refused")
        : Finding.fail(
            End.HERE,
            Check.LEFT_OUT,
            "%d entries are parked; %d buckets and %d users are refused, or left out"
                .formatted(parked, buckets, users),
            List.of("gyre status " + command, "gyre parked list " + command));
  }

  /**
   * What the comparison said.
   *
   * @param inFlight what differed, and was being worked on: it may be older than the lag's zero
   * @param lines its last words, and the first differences
   */
  public static Finding equal(boolean equal, long inFlight, List<String> lines, String command) {
    String said = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    return equal && inFlight == 0
        ? Finding.ok(End.DESTINATION, Check.EQUAL, said)
        : Finding.fail(
            End.DESTINATION,
            Check.EQUAL,
            said,
            Stream.concat(
                    lines.subList(0, Math.max(0, lines.size() - 1)).stream()
                        .map(line -> "# " + line),
                    Stream.of("gyre check " + command))
                .toList());
  }
}
