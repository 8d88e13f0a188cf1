package io.gyre.config;

import io.gyre.select.Contents;
import io.gyre.select.Rule;
import io.gyre.select.Rule.Kind;
import io.gyre.select.RuleList;
import java.util.List;
import java.util.Set;

/**
 * What is replicated.
 *
 * @param buckets by name, tenant and owner
 * @param keys of these buckets; the last rule that matches decides, and what none matches is
 *     replicated unless the first one is a {@code +}
 * @param objects of these keys
 * @param users whether users (with keys, caps, quotas) are; when not, the owners have to exist at
 *     the destination
 */
public record SelectConfig(
    BucketFilter buckets,
    @Default({}) List<Rule> keys,
    ObjectFilter objects,
    @Default("true") boolean users) {

  /** Copies the list, and checks what its rules are about. */
  public SelectConfig {
    keys = List.copyOf(keys);
    new Rules().ofKinds("keys", keys, Set.of(Kind.GLOB, Kind.PREFIX, Kind.REGEX)).verify();
  }

  /** What holds where nothing is given. */
  public static SelectConfig defaults() {
    return RecordBinder.defaults(SelectConfig.class);
  }

  /** What is replicated of the buckets that are. */
  public Contents contents() {
    return new Contents(new RuleList(keys), objects.toRules());
  }
}
