package io.gyre.config;

import io.gyre.select.ObjectRules;
import io.gyre.select.Rule;
import io.gyre.select.Rule.Kind;
import io.gyre.select.RuleList;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which objects are replicated, of the keys that are.
 *
 * @param minSize smaller ones are not
 * @param maxSize larger ones are not; at least {@code min-size}
 * @param minAge those written later are not
 * @param maxAge those written earlier are not; at least {@code min-age}
 * @param storageClasses by their names; the last rule that matches decides
 * @param tags by {@code key=value}; likewise
 */
public record ObjectFilter(
    Optional<DataSize> minSize,
    Optional<DataSize> maxSize,
    Optional<Duration> minAge,
    Optional<Duration> maxAge,
    @Default({}) List<Rule> storageClasses,
    @Default({}) List<Rule> tags) {
  private static final Set<Kind> KINDS = Set.of(Kind.GLOB, Kind.PREFIX, Kind.REGEX);

  /** Copies the lists, and checks the ranges. */
  public ObjectFilter {
    storageClasses = List.copyOf(storageClasses);
    tags = List.copyOf(tags);
    Rules rules =
        new Rules().ofKinds("storage-classes", storageClasses, KINDS).ofKinds("tags", tags, KINDS);
    if (minSize.isPresent() && maxSize.isPresent()) {
      String expected = "at least min-size, which is " + minSize.get();
      rules.require(
          minSize.get().compareTo(maxSize.get()) <= 0, "max-size", maxSize.get(), expected);
    }
    if (minAge.isPresent() && maxAge.isPresent()) {
      rules.atMost("min-age", minAge.get(), "max-age", maxAge.get());
    }
    rules.verify();
  }

  ObjectRules toRules() {
    return new ObjectRules(
        bytes(minSize),
        bytes(maxSize),
        minAge,
        maxAge,
        new RuleList(storageClasses),
        new RuleList(tags));
  }

  private static OptionalLong bytes(Optional<DataSize> size) {
    return size.map(known -> OptionalLong.of(known.bytes())).orElseGet(OptionalLong::empty);
  }
}
