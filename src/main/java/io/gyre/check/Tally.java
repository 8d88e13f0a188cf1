package io.gyre.check;

import io.gyre.check.Checked.Equal;
import io.gyre.check.Checked.EqualKeys;
import io.gyre.check.Checked.Finding;
import io.gyre.check.Checked.Listed;
import io.gyre.check.Subject.Kind;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;

/** Adds up results. For one thread at a time. */
public final class Tally {
  private final Map<Kind, Long> equal = new EnumMap<>(Kind.class);
  private final Map<Kind, Map<Verdict, Long>> findings = new EnumMap<>(Kind.class);
  private long keys;
  private long versions;
  private long bytes;
  private long equalAfterAll;

  /** One more result. */
  public void add(Checked checked) {
    if (checked instanceof Listed listed) {
      keys += listed.keys();
      versions += listed.versions();
      bytes += listed.bytes();
    } else if (checked instanceof EqualKeys all) {
      equal.merge(Kind.KEY, (long) all.keys().size(), Long::sum);
    } else if (checked instanceof Equal one) {
      equal.merge(one.subject().kind(), 1L, Long::sum);
      equalAfterAll += one.afterAll() ? 1 : 0;
    } else if (checked instanceof Finding finding) {
      findings
          .computeIfAbsent(finding.subject().kind(), kind -> new EnumMap<>(Verdict.class))
          .merge(finding.verdict(), 1L, Long::sum);
    }
  }

  /** Keys that the source lists. */
  public long keys() {
    return keys;
  }

  /** Versions and delete markers that the source lists. */
  public long versions() {
    return versions;
  }

  /** The sum of their sizes. */
  public long bytes() {
    return bytes;
  }

  /** Those that are equal. */
  public long equal(Kind kind) {
    return equal.getOrDefault(kind, 0L);
  }

  /** Those of a kind of which this is said. */
  public long count(Kind kind, Verdict verdict) {
    return findings.getOrDefault(kind, Map.of()).getOrDefault(verdict, 0L);
  }

  /** What was not equal at first, and then was. */
  public long equalAfterAll() {
    return equalAfterAll;
  }

  /** What the ends are to be called different for. */
  public long differences() {
    return sum(Verdict::counts);
  }

  /** All that was not equal at any look. */
  public long findings() {
    return sum(verdict -> true);
  }

  private long sum(Predicate<Verdict> selected) {
    return findings.values().stream()
        .flatMap(counts -> counts.entrySet().stream())
        .filter(count -> selected.test(count.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
