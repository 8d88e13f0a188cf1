package io.gyre.map;

import io.gyre.log.BucketName;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How buckets are named at the destination. The last rule that matches decides; what none matches
 * keeps its name.
 */
public record BucketMap(List<BucketRule> rules) {
  /** Everything keeps its name. */
  public static final BucketMap NONE = new BucketMap(List.of());

  /** What a gateway takes in its most lenient setting; a store says itself what it does not. */
  private static final Pattern NAME = Pattern.compile("([A-Za-z0-9_]+/)?[A-Za-z0-9._-]{3,255}");

  /** Copies the list. */
  public BucketMap {
    rules = List.copyOf(rules);
  }

  /** Whether everything keeps its name. */
  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /**
   * The name of a source's bucket at the destination.
   *
   * @throws IllegalArgumentException where {@link #impossible} has something to say
   */
  public BucketName of(BucketName bucket) {
    Optional<String> renamed = renamed(bucket);
    if (renamed.isEmpty()) {
      return bucket;
    }
    String why = impossible(bucket);
    if (!why.isEmpty()) {
      throw new IllegalArgumentException("bucket " + bucket + ": " + why);
    }
    return BucketName.parse(renamed.get());
  }

  /** Why a bucket can have no name there; empty when it can. */
  public String impossible(BucketName bucket) {
    return renamed(bucket)
        .filter(name -> !NAME.matcher(name).matches())
        .map(name -> "map.buckets gives it the name '" + name + "', which no bucket can have")
        .orElse("");
  }

  private Optional<String> renamed(BucketName bucket) {
    for (int i = rules.size() - 1; i >= 0; i--) {
      Optional<String> name = rules.get(i).apply(bucket);
      if (name.isPresent()) {
        return name;
      }
    }
    return Optional.empty();
  }

  /**
   * The only bucket of the source that can have a name at the destination; empty where the rules
   * give it to none or to several, or where there are regular expressions, which are not turned
   * round.
   */
  public Optional<BucketName> sourceOf(BucketName there) {
    Set<BucketName> candidates = new HashSet<>(List.of(there));
    for (BucketRule rule : rules) {
      Optional<BucketName> only = rule.only();
      if (only.isEmpty()) {
        return Optional.empty();
      }
      candidates.add(only.get());
    }
    candidates.removeIf(bucket -> !impossible(bucket).isEmpty() || !of(bucket).equals(there));
    return candidates.size() == 1 ? candidates.stream().findFirst() : Optional.empty();
  }
}
