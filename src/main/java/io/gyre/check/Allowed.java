package io.gyre.check;

import io.gyre.map.Mapping;
import java.util.Optional;
import java.util.Set;

/**
 * In what a destination may be other than the source because it cannot be the same.
 *
 * @param storageClasses those that the destination has; others are not carried over
 * @param fallbackOwner uid that owns there what belongs to users that it lacks
 * @param map whose things are there, and in which storage classes
 */
public record Allowed(Set<String> storageClasses, Optional<String> fallbackOwner, Mapping map) {
  private static final String DEFAULT_CLASS = "STANDARD";

  public Allowed {
    storageClasses = Set.copyOf(storageClasses);
  }

  boolean sameOwner(String source, String destination) {
    return ownerOf(source).equals(destination) || standsIn(destination);
  }

  /** Who stands there for a user of the source. */
  String ownerOf(String source) {
    return map.owners().of(source);
  }

  /** Whether a user of the destination may own what is somebody else's at the source. */
  boolean standsIn(String uid) {
    return fallbackOwner.filter(uid::equals).isPresent();
  }

  boolean sameClass(String source, String destination) {
    String wanted = named(map.classes().of(source));
    boolean carried = wanted.equals(DEFAULT_CLASS) || storageClasses.contains(wanted);
    return !carried || wanted.equals(named(destination));
  }

  private static String named(String storageClass) {
    return storageClass.isEmpty() ? DEFAULT_CLASS : storageClass;
  }
}
