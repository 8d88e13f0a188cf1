package io.gyre.select;

import java.util.List;
import java.util.function.Predicate;

/**
 * RuleList of which the last one that matches decides. What none matches is taken, unless the first
 * rule takes something: then that is meant to be all.
 */
public record RuleList(List<Rule> rules) {
  /** Takes everything. */
  public static final RuleList NONE = new RuleList(List.of());

  /** Copies the list. */
  public RuleList {
    rules = List.copyOf(rules);
  }

  /** Whether a name is taken, by rules about names only. */
  public boolean take(String name) {
    return take(rule -> rule.matches(name));
  }

  /** Whether nothing is taken but what begins so, as far as the rules alone tell. */
  public boolean takesOnly(String prefix) {
    return !rules.isEmpty()
        && rules.get(0).takes()
        && rules.stream().filter(Rule::takes).allMatch(rule -> rule.begins(prefix));
  }

  boolean take(Predicate<Rule> matches) {
    return mayTake(rule -> false, matches);
  }

  /**
   * Whether something may be taken, of which not all is known.
   *
   * @param undecided rules that may match or not
   */
  boolean mayTake(Predicate<Rule> undecided, Predicate<Rule> matches) {
    for (int i = rules.size() - 1; i >= 0; i--) {
      Rule rule = rules.get(i);
      if (undecided.test(rule)) {
        if (rule.takes()) {
          return true;
        }
      } else if (matches.test(rule)) {
        return rule.takes();
      }
    }
    return rules.isEmpty() || !rules.get(0).takes();
  }

  /** Whether everything is taken because there are no rules. */
  boolean isEmpty() {
    return rules.isEmpty();
  }
}
