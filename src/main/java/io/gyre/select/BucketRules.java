package io.gyre.select;

import io.gyre.select.Rule.Kind;
import java.util.Set;

/**
 * Which buckets are taken, by name, tenant and owner.
 *
 * @param rules of the kinds {@link #KINDS}
 */
public record BucketRules(RuleList rules) {
  /** What a rule about buckets can be about. */
  public static final Set<Kind> KINDS = Set.of(Kind.GLOB, Kind.REGEX, Kind.OWNER, Kind.TENANT);

  /**
   * Whether a bucket is taken, or may be: its owner is not asked for.
   *
   * @param tenant empty for none
   * @param name without the tenant
   */
  public boolean mayTake(String tenant, String name) {
    return rules.mayTake(
        rule -> rule.kind() == Kind.OWNER, rule -> matches(rule, tenant, name, ""));
  }

  /**
   * Whether a bucket is taken.
   *
   * @param owner uid, with its tenant if any
   */
  public boolean take(String tenant, String name, String owner) {
    return rules.take(rule -> matches(rule, tenant, name, owner));
  }

  private static boolean matches(Rule rule, String tenant, String name, String owner) {
    return switch (rule.kind()) {
      case OWNER -> rule.matches(owner);
      case TENANT -> rule.matches(tenant);
      case REGEX -> rule.matches(tenant.isEmpty() ? name : tenant + "/" + name);
      case GLOB, PREFIX -> rule.matches(rule.pattern().contains("/") ? tenant + "/" + name : name);
    };
  }
}
