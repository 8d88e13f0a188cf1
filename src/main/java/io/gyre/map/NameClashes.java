package io.gyre.map;

import io.gyre.log.BucketName;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Finds buckets that would get the place of another one: one name, and keys there that could be of
 * both. Remembers all it is told of that clash with none.
 */
public final class NameClashes {
  private final Places places;

  /**
   * By name there, then by what the keys there begin with, of which none begins with another one.
   * Guarded by this.
   */
  private final Map<BucketName, NavigableMap<String, BucketName>> holders = new HashMap<>();

  public NameClashes(Places places) {
    this.places = places;
  }

  /**
   * Two buckets of the source and the one name that they would get.
   *
   * @param one that was told of first
   */
  public record Clash(BucketName one, BucketName other, BucketName there) {}

  /** One more bucket of the source; with whom it clashes, if it does. */
  public synchronized Optional<Clash> add(BucketName bucket) {
    if (places.buckets().isEmpty() || !places.buckets().impossible(bucket).isEmpty()) {
      return Optional.empty();
    }
    Place place = places.of(bucket);
    var held = holders.computeIfAbsent(place.bucket(), free -> new TreeMap<>());
    String reach = place.keys().reach();
    // What one begins with, and what begins with it, are the nearest before and after it.
    Optional<BucketName> met =
        Stream.of(
                Optional.ofNullable(held.floorEntry(reach)),
                Optional.ofNullable(held.higherEntry(reach)))
            .flatMap(Optional::stream)
            .map(Map.Entry::getValue)
            .filter(holder -> place.meets(places.of(holder)))
            .findFirst();
    if (met.isEmpty()) {
      held.put(reach, bucket);
    }
    return met.filter(holder -> !holder.equals(bucket))
        .map(holder -> new Clash(holder, bucket, place.bucket()));
  }
}
