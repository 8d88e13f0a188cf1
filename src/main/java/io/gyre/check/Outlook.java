package io.gyre.check;

import io.gyre.check.Checked.Equal;
import io.gyre.check.Checked.EqualKeys;
import io.gyre.check.Checked.Finding;
import io.gyre.check.Look.Outcome;
import io.gyre.copy.FairGate;
import io.gyre.failure.GatewayException;
import io.gyre.log.ListedVersion;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Source;

/**
 * What a first copy would have to bring, by one look at both ends: what replication would bring
 * anyway is not waited for, and a bucket that the destination lacks counts as an empty one. Only
 * reads.
 */
public final class Outlook {
  /** What would be done about something. */
  public enum Kind {
    /** The destination has nothing of it. */
    COPY,
    /** The destination has it, and it is not the same. */
    UPDATE,
    /** Only the destination has it: it stays, unless the source confirms that it had it. */
    EXTRA,
    /** An end did not tell. */
    UNKNOWN
  }

  /** What was seen of something. */
  public sealed interface Seen {}

  /** So much is the same at both ends. */
  public record Same(Subject.Kind kind, long count) implements Seen {}

  /**
   * Something is not.
   *
   * @param versions that the source has of a key, with delete markers
   * @param bytes the sum of their sizes
   * @param reason why it is not known what there is; else empty
   */
  public record Different(Subject subject, Kind kind, long versions, long bytes, String reason)
      implements Seen {}

  private final Comparison comparison;

  /**
   * @param placements placement targets of the destination
   * @param gate versions that are asked for at once
   */
  public Outlook(
      ZoneView source,
      Counterpart destination,
      Set<String> placements,
      Allowed allowed,
      Scope scope,
      FairGate gate,
      Clock clock,
      Materializer materializer) {
    this.comparison =
        new Comparison(
            source,
            destination,
            placements,
            allowed,
            scope,
            gate,
            Optional.empty(),
            clock,
            materializer);
  }

  /** All there is, in no order; to be run once. */
  public Source<Seen, NotUsed> seen() {
    return comparison.items().mapConcat(Outlook::of);
  }

  private static List<Seen> of(Item item) {
    if (item instanceof Item.ToConfirm suspect) {
      return of(suspect.suspect().subject(), suspect.suspect().first());
    }
    if (!(item instanceof Item.Result result)) {
      throw new IllegalStateException("not worked on before: " + item);
    }
    if (result.checked() instanceof EqualKeys keys) {
      return List.of(new Same(Subject.Kind.KEY, keys.keys().size()));
    }
    if (result.checked() instanceof Equal equal) {
      return List.of(new Same(equal.subject().kind(), 1));
    }
    return result.checked() instanceof Finding finding
        ? List.of(new Different(finding.subject(), Kind.UNKNOWN, 0, 0, finding.reason()))
        : List.of();
  }

  private static List<Seen> of(Subject subject, Look look) {
    if (look.outcome() == Outcome.GONE || look.outcome() == Outcome.EQUAL) {
      return List.of();
    }
    Kind kind =
        switch (look.outcome()) {
          case MISSING -> Kind.COPY;
          case DIFFERS -> Kind.UPDATE;
          case EXTRA -> Kind.EXTRA;
          case FAILED, GONE, EQUAL -> Kind.UNKNOWN;
        };
    long versions = 0;
    long bytes = 0;
    for (ListedVersion version : versions(look)) {
      versions++;
      bytes += version.size();
    }
    String reason =
        look.failure().map(GatewayException::unwrap).map(Throwable::getMessage).orElse("");
    return List.of(new Different(subject, kind, versions, bytes, reason));
  }

  /** Of a key, a look remembers the source's listing. */
  private static List<ListedVersion> versions(Look look) {
    return look
        .source()
        .filter(List.class::isInstance)
        .map(rows -> (List<?>) rows)
        .orElse(List.of())
        .stream()
        .filter(ListedVersion.class::isInstance)
        .map(ListedVersion.class::cast)
        .toList();
  }
}
