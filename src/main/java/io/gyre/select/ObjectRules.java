package io.gyre.select;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which objects of the keys that are taken are, too. Delete markers are not asked: they go with
 * their key.
 *
 * @param minSize smaller ones are left out; bytes
 * @param maxSize larger ones are left out; bytes
 * @param minAge later ones are left out
 * @param maxAge earlier ones are left out
 * @param storageClasses of their names
 * @param tags each as {@code key=value}; a rule matches an object that has such a one
 */
public record ObjectRules(
    OptionalLong minSize,
    OptionalLong maxSize,
    Optional<Duration> minAge,
    Optional<Duration> maxAge,
    RuleList storageClasses,
    RuleList tags) {
  /** Takes everything. */
  public static final ObjectRules NONE =
      new ObjectRules(
          OptionalLong.empty(),
          OptionalLong.empty(),
          Optional.empty(),
          Optional.empty(),
          RuleList.NONE,
          RuleList.NONE);

  /** Whether an object is taken, as far as what is known of it tells. */
  public boolean take(Traits object, Instant now) {
    return (object.size().isEmpty() || takeSize(object.size().getAsLong()))
        && object.mtime().map(mtime -> takeAge(Duration.between(mtime, now))).orElse(true)
        && object.storageClass().map(storageClasses::take).orElse(true)
        && object
            .tags()
            .map(known -> tags.take(rule -> known.stream().anyMatch(rule::matches)))
            .orElse(true);
  }

  private boolean takeSize(long size) {
    return size >= minSize.orElse(0) && size <= maxSize.orElse(Long.MAX_VALUE);
  }

  private boolean takeAge(Duration age) {
    return minAge.filter(min -> age.compareTo(min) < 0).isEmpty()
        && maxAge.filter(max -> age.compareTo(max) > 0).isEmpty();
  }

  /** Whether it takes everything. */
  public boolean isEmpty() {
    return minSize.isEmpty()
        && maxSize.isEmpty()
        && minAge.isEmpty()
        && maxAge.isEmpty()
        && storageClasses.isEmpty()
        && tags.isEmpty();
  }

  /** Whether tags have to be known. */
  public boolean asksForTags() {
    return !tags.isEmpty();
  }
}
