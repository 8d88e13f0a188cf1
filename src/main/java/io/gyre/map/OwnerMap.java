package io.gyre.map;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * To whom of the destination things of the source's users belong there. The last rule that matches
 * decides; who none matches stays who it is. Nobody who is mapped to is mapped on, so that to map
 * twice is to map once.
 */
public record OwnerMap(List<OwnerRule> rules) {
  /** Everybody stays who it is. */
  public static final OwnerMap NONE = new OwnerMap(List.of());

  /** Nobody in particular: no user can have these names. */
  private static final Set<String> NOBODY = Set.of("", "anonymous");

  /** Copies the list. */
  public OwnerMap {
    rules = List.copyOf(rules);
  }

  /** Whether everybody stays who it is. */
  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /** Who of the destination stands for a user of the source. */
  public String of(String uid) {
    if (NOBODY.contains(uid)) {
      return uid;
    }
    for (int i = rules.size() - 1; i >= 0; i--) {
      if (rules.get(i).from().matches(uid)) {
        return rules.get(i).to();
      }
    }
    return uid;
  }

  /** Whether another user stands for one. */
  public boolean maps(String uid) {
    return !of(uid).equals(uid);
  }

  /**
   * Whether a user of the source is not replicated: another one stands for it, or the destination's
   * user of that name does so for others.
   */
  public boolean leavesOut(String uid) {
    return maps(uid) || standsIn(uid);
  }

  /** A rule whose user is mapped on by another one. */
  public Optional<OwnerRule> chained() {
    return rules.stream().filter(rule -> maps(rule.to())).findFirst();
  }

  /** Those of the destination who stand for users of the source. */
  public Set<String> targets() {
    return rules.stream().map(OwnerRule::to).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether one of the destination stands for users of the source. */
  public boolean standsIn(String uid) {
    return rules.stream().anyMatch(rule -> rule.to().equals(uid));
  }

  /** Who at the source is meant by a user of the destination, if that can be one only. */
  public Optional<String> sourceOf(String uid) {
    return standsIn(uid) ? Optional.empty() : Optional.of(uid);
  }
}
