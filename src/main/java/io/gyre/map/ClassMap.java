package io.gyre.map;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * In which storage class of the destination objects are. The last rule that matches decides; what
 * none matches stays in its class.
 */
public record ClassMap(List<ClassRule> rules) {
  /** Everything stays in its class. */
  public static final ClassMap NONE = new ClassMap(List.of());

  /** What the default one is called. */
  public static final String DEFAULT = "STANDARD";

  /** Copies the list. */
  public ClassMap {
    rules = List.copyOf(rules);
  }

  /** Whether everything stays in its class. */
  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /** Classes that rules give and a destination does not have. */
  public Set<String> lackedBy(Set<String> classes) {
    Set<String> lacked = new TreeSet<>();
    rules.forEach(rule -> lacked.add(rule.to()));
    lacked.remove(DEFAULT);
    lacked.removeAll(classes);
    return lacked;
  }

  /** The class at the destination by a rule; empty where none matches. */
  public Optional<String> ruled(String name) {
    String known = name.isEmpty() ? DEFAULT : name;
    for (int i = rules.size() - 1; i >= 0; i--) {
      if (rules.get(i).from().matches(known)) {
        return Optional.of(rules.get(i).to());
      }
    }
    return Optional.empty();
  }

  /**
   * The class at the destination.
   *
   * @param name at the source; empty for the default one
   * @return as given where no rule matches
   */
  public String of(String name) {
    return ruled(name).orElse(name);
  }
}
