package io.gyre.app;

import io.gyre.check.Aspect;
import io.gyre.check.Checked.Finding;
import io.gyre.check.Depth;
import io.gyre.check.Scope;
import io.gyre.check.Subject;
import io.gyre.check.Subject.Kind;
import io.gyre.check.Tally;
import io.gyre.check.Verdict;
import io.gyre.config.DestinationType;
import io.gyre.select.Contents;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The results of a comparison for people. */
final class CheckText {

  private static final String ATTRIBUTES = "owners, ACLs, tags, metadata, headers, locks";
  private static final String AT_A_STORE = "tags, metadata, headers";

  /** Aspects of one finding that are told; {@code --json} tells all. */
  private static final int MAX_ASPECTS = 5;

  private final StringBuilder text = new StringBuilder();

  private CheckText() {}

  /**
   * The summary.
   *
   * @param first the findings that are named
   */
  static String of(
      Tally tally,
      List<Finding> first,
      CheckRequest request,
      Ends.Names ends,
      Instant begun,
      Instant now) {
    CheckText it = new CheckText();
    it.line("Route", ends.source() + " -> " + ends.destination());
    it.scope(request);
    it.line(
        "Read",
        "%s with %s, %s at the source, in %s"
            .formatted(
                Plain.count(tally.keys(), "key"),
                Plain.count(tally.versions(), "version"),
                Progress.size((double) tally.bytes()),
                Plain.age(begun, now)));
    it.notCarried(tally);
    it.table(tally);
    it.findings(tally, first);
    return it.text.toString();
  }

  private void line(String label, String value) {
    text.append(String.format(Locale.ROOT, "%-14s%s%n", label, value));
  }

  private void scope(CheckRequest request) {
    Scope scope = request.scope();
    boolean store = request.config().destination().type() == DestinationType.S3;
    String all = store ? AT_A_STORE : ATTRIBUTES;
    String attributes = scope.depth().compareTo(Depth.ATTRIBUTES) >= 0 ? all : "";
    String further = scope.depth() == Depth.BYTES ? attributes + ", bytes" : attributes;
    line("Compared", compared(scope, store));
    if (!further.isEmpty()) {
      line("", further + sample(scope));
    }
    if (!request.prefix().isEmpty()) {
      line("", "only keys that begin with " + Plain.text(request.prefix()));
    }
    if (!scope.contents().equals(Contents.ALL)) {
      line("", "only what 'select' takes");
    }
    if (scope.objects() && scope.depth() != Depth.BYTES) {
      line("Not compared", (further.isEmpty() ? all + " (--attributes), " : "") + "bytes (--deep)");
    }
  }

  private static String compared(Scope scope, boolean store) {
    String users = scope.users() ? "users; " : "";
    String buckets =
        scope.settings() ? "bucket settings" : "buckets' owners, versioning, locks (data-only)";
    return scope.objects()
        ? users
            + buckets
            + "; keys, versions and their order, sizes, ETags"
            + (store ? "" : ", storage classes")
        : users + buckets + "; no objects (metadata-only)";
  }

  private static String sample(Scope scope) {
    return scope.sample().fraction() < 1
        ? String.format(
            Locale.ROOT,
            ", of %s%% of the keys (--seed %d)",
            Double.toString(scope.sample().fraction() * 100).replaceFirst("\\.0$", ""),
            scope.sample().seed())
        : "";
  }

  private void table(Tally tally) {
    text.append(System.lineSeparator());
    row("", "equal", "differ", "missing", "extra", "parked", "errors", "in flight");
    for (Kind kind : Kind.values()) {
      row(
          kind.name().toLowerCase(Locale.ROOT) + "s",
          Plain.count(tally.equal(kind)),
          count(tally, kind, Verdict.DIFFERS),
          count(tally, kind, Verdict.MISSING),
          count(tally, kind, Verdict.EXTRA),
          count(tally, kind, Verdict.PARKED),
          count(tally, kind, Verdict.ERROR),
          count(tally, kind, Verdict.IN_FLIGHT));
    }
    text.append(System.lineSeparator());
  }

  private static String count(Tally tally, Kind kind, Verdict verdict) {
    return Plain.count(tally.count(kind, verdict));
  }

  private void row(Object... columns) {
    text.append(String.format(Locale.ROOT, "%-9s%13s%11s%11s%11s%11s%11s%11s%n", columns));
  }

  private void notCarried(Tally tally) {
    tally
        .notCarried()
        .forEach(
            (kind, lost) ->
                line(
                    "Not carried",
                    kind
                        + ": "
                        + Plain.count(lost.count())
                        + ", the first of "
                        + Plain.text(lost.first())));
  }

  private void findings(Tally tally, List<Finding> first) {
    first.forEach(finding -> text.append(line(finding)).append(System.lineSeparator()));
    long all = tally.findings();
    if (all > first.size()) {
      text.append("... and ")
          .append(Plain.count(all - first.size()))
          .append(" more (--limit, --json)");
      text.append(System.lineSeparator());
    }
    if (tally.equalAfterAll() > 0) {
      text.append(Plain.count(tally.equalAfterAll()))
          .append(" became equal while they were looked at.")
          .append(System.lineSeparator());
    }
    text.append(verdict(tally)).append(System.lineSeparator());
  }

  private static String verdict(Tally tally) {
    if (tally.differences() > 0) {
      return "Not equal: " + Plain.count(tally.differences(), "difference") + ".";
    }
    return tally.findings() == 0
        ? "Equal."
        : "Equal, save for what is in flight (" + Plain.count(tally.findings()) + ").";
  }

  /** Much of it is somebody else's. */
  static String line(Finding finding) {
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "%-10s", lower(finding.verdict())));
    line.append(Plain.text(subject(finding.subject())));
    if (finding.seen() != finding.verdict()) {
      line.append(": ").append(lower(finding.seen()));
    }
    finding.aspects().stream()
        .limit(MAX_ASPECTS)
        .forEach(aspect -> line.append("; ").append(Plain.text(aspect(aspect))));
    if (finding.aspects().size() > MAX_ASPECTS) {
      line.append("; and ").append(finding.aspects().size() - MAX_ASPECTS).append(" more");
    }
    return finding.reason().isEmpty()
        ? line.toString()
        : line.append(": ").append(Plain.text(finding.reason())).toString();
  }

  private static String lower(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String subject(Subject subject) {
    if (subject instanceof Subject.User user) {
      return "user " + user.uid();
    }
    if (subject instanceof Subject.Bucket bucket) {
      return "bucket " + bucket.name();
    }
    if (subject instanceof Subject.Listing listing) {
      return "objects of bucket " + listing.bucket();
    }
    Subject.Key key = (Subject.Key) subject;
    return key.bucket() + " / " + key.key();
  }

  private static String aspect(Aspect aspect) {
    String version = aspect.version().isEmpty() ? "" : "version " + aspect.version() + ": ";
    String values =
        aspect.source().isEmpty() && aspect.destination().isEmpty()
            ? ""
            : " "
                + shown(aspect.source())
                + " at the source, "
                + shown(aspect.destination())
                + " there";
    return version + aspect.what() + values;
  }

  private static String shown(String value) {
    return value.isEmpty() ? "none" : value;
  }
}
