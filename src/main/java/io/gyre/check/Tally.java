package io.gyre.check;

import io.gyre.check.Checked.Equal;
import io.gyre.check.Checked.EqualKeys;
import io.gyre.check.Checked.Finding;
import io.gyre.check.Checked.Listed;
import io.gyre.check.Checked.Unlisted;
import io.gyre.check.Subject.Kind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Adds up results. For one thread at a time. */
public final class Tally {
  private final Map<Kind, Long> equal = new EnumMap<>(Kind.class);
  private final Map<Kind, Map<Verdict, Long>> findings = new EnumMap<>(Kind.class);
  private final SortedMap<String, Lost> notCarried = new TreeMap<>();
  private long keys;
  private long versions;
  private long bytes;
  private long equalAfterAll;

  /**
   * Something that the destination cannot have.
   *
   * @param count buckets or versions that have it
   * @param first one of them
   */
  public record Lost(long count, String first) {
    Lost and(Lost other) {
      return new Lost(count + other.count, first);
    }
  }

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
      add(one.notCarried(), () -> name(one.subject()));
    } else if (checked instanceof Unlisted part) {
      add(part.notCarried(), () -> part.bucket().toString());
    } else if (checked instanceof Finding finding) {
      findings
          .computeIfAbsent(finding.subject().kind(), kind -> new EnumMap<>(Verdict.class))
          .merge(finding.verdict(), 1L, Long::sum);
      add(finding.notCarried(), () -> name(finding.subject()));
    }
  }

  private void add(Map<String, Integer> more, Supplier<String> where) {
    more.forEach(
        (kind, count) ->
            notCarried.merge(kind, new Lost(count, where.get()), (one, next) -> one.and(next)));
  }

  private static String name(Subject subject) {
    if (subject instanceof Subject.Key key) {
      return key.bucket() + " / " + key.key();
    }
    return subject instanceof Subject.Bucket bucket ? bucket.name().toString() : "";
  }

  /** What the destination cannot have, by its name; no difference. */
  public SortedMap<String, Lost> notCarried() {
    return Collections.unmodifiableSortedMap(notCarried);
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
