package io.gyre.map;

import io.gyre.log.BucketName;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Finds buckets that would get the name of another one. Remembers all it is told of. */
public final class NameClashes {
  private final Places places;
  private final Map<BucketName, BucketName> holders = new ConcurrentHashMap<>();

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
  public Optional<Clash> add(BucketName bucket) {
    if (places.buckets().isEmpty() || !places.buckets().impossible(bucket).isEmpty()) {
      return Optional.empty();
    }
    BucketName there = places.nameOf(bucket);
    BucketName holder = holders.putIfAbsent(there, bucket);
    return holder == null || holder.equals(bucket)
        ? Optional.empty()
        : Optional.of(new Clash(holder, bucket, there));
  }
}
