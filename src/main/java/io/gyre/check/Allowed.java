package io.gyre.check;

import io.gyre.map.ClassMap;
import io.gyre.map.Mapping;
import io.gyre.map.OwnerMap;
import io.gyre.map.Places;
import java.util.Optional;
import java.util.Set;

/**
 * In what a destination may be other than the source because it cannot be the same.
 *
 * @param storageClasses those that the destination has; others are not carried over
 * @param fallbackOwner uid that owns there what belongs to users that it lacks
 * @param map whose things are there, and in which storage classes
 * @param ownersAndClasses whether it has owners, and storage classes where no rule of the map gives
 *     one, of its own, whatever the source's are
 */
public record Allowed(
    Set<String> storageClasses,
    Optional<String> fallbackOwner,
    Mapping map,
    boolean ownersAndClasses) {
  private static final String DEFAULT_CLASS = "STANDARD";

  public Allowed {
    storageClasses = Set.copyOf(storageClasses);
  }

  /** Of a zone. */
  public Allowed(Set<String> storageClasses, Optional<String> fallbackOwner, Mapping map) {
    this(storageClasses, fallbackOwner, map, false);
  }

  /**
   * Of a store: all belongs to the account, and is where its rules have it, unless ours say where.
   */
  public static Allowed ofStore(ClassMap classes) {
    Mapping map = new Mapping(Places.SAME, OwnerMap.NONE, classes);
    return new Allowed(Set.of(), Optional.empty(), map, true);
  }

  boolean sameOwner(String source, String destination) {
    return ownersAndClasses || ownerOf(source).equals(destination) || standsIn(destination);
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
    if (ownersAndClasses) {
      return map.classes().ruled(source).map(named(destination)::equals).orElse(true);
    }
    String wanted = named(map.classes().of(source));
    boolean carried = wanted.equals(DEFAULT_CLASS) || storageClasses.contains(wanted);
    return !carried || wanted.equals(named(destination));
  }

  private static String named(String storageClass) {
    return storageClass.isEmpty() ? DEFAULT_CLASS : storageClass;
  }
}
