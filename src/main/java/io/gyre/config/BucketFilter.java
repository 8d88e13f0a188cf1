package io.gyre.config;

import io.gyre.select.BucketRules;
import io.gyre.select.Glob;
import io.gyre.select.Rule;
import io.gyre.select.RuleList;
import java.util.List;

/**
 * Which buckets are replicated: those that match an include pattern and no exclude pattern, and
 * that the rules take.
 *
 * <p>A pattern without a slash is about the bucket's name, whatever its tenant. One with a slash is
 * about {@code tenant/name}; {@code /name} means the bucket without a tenant.
 *
 * @param include patterns; none means no bucket
 * @param exclude patterns; they win over {@code include}
 * @param rules about names, tenants and owners; the last one that matches decides
 */
public record BucketFilter(
    @Default("*") List<Glob> include,
    @Default({}) List<Glob> exclude,
    @Default({}) List<Rule> rules) {

  /** Copies the lists, and checks what the rules are about. */
  public BucketFilter {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
    rules = List.copyOf(rules);
    new Rules().ofKinds("rules", rules, BucketRules.KINDS).verify();
  }

  /**
   * Whether the bucket is replicated, as far as can be told without knowing its owner.
   *
   * @param tenant empty for none
   * @param name without the tenant
   */
  public boolean accepts(String tenant, String name) {
    return anyMatches(include, tenant, name)
        && !anyMatches(exclude, tenant, name)
        && bucketRules().mayTake(tenant, name);
  }

  /**
   * Whether the bucket is replicated.
   *
   * @param owner uid, with its tenant if any
   */
  public boolean accepts(String tenant, String name, String owner) {
    return accepts(tenant, name) && bucketRules().take(tenant, name, owner);
  }

  private BucketRules bucketRules() {
    return new BucketRules(new RuleList(rules));
  }

  private static boolean anyMatches(List<Glob> globs, String tenant, String name) {
    return globs.stream()
        .anyMatch(glob -> glob.matches(glob.pattern().contains("/") ? tenant + "/" + name : name));
  }
}
