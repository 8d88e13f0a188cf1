package io.gyre.embedded.model;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The placement targets of a zone and the storage classes that each has, sorted by name.
 * Thread-safe; may change while the zone runs.
 */
public final class Placements {
  private final SortedMap<String, SortedSet<String>> targets = new TreeMap<>();

  /** The default target with the standard class. */
  Placements() {
    add(PlacementRule.DEFAULT);
  }

  /** Adds a class, and its target where that is new; every target has the standard class. */
  public synchronized void add(PlacementRule rule) {
    SortedSet<String> classes = targets.computeIfAbsent(rule.target(), name -> new TreeSet<>());
    classes.add(PlacementRule.STANDARD);
    classes.add(rule.storageClass());
  }

  /** Takes a class away from a target. Objects that are kept there stay. */
  public synchronized void remove(PlacementRule rule) {
    SortedSet<String> classes = targets.get(rule.target());
    if (classes != null && !rule.isStandard()) {
      classes.remove(rule.storageClass());
    }
  }

  /** True if the zone has the target with the class. */
  public synchronized boolean has(PlacementRule rule) {
    SortedSet<String> classes = targets.get(rule.target());
    return classes != null && classes.contains(rule.storageClass());
  }

  /** All targets with their classes, as they are now. */
  public synchronized SortedMap<String, SortedSet<String>> all() {
    SortedMap<String, SortedSet<String>> copy = new TreeMap<>();
    targets.forEach((name, classes) -> copy.put(name, new TreeSet<>(classes)));
    return copy;
  }
}
