package io.gyre.select;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What is known of an object at the source. What is not known does not leave it out.
 *
 * @param size bytes
 * @param mtime by the source's clock
 * @param storageClass as the source names it; {@code STANDARD} for the default one
 * @param tags each as {@code key=value}
 */
public record Traits(
    OptionalLong size,
    Optional<Instant> mtime,
    Optional<String> storageClass,
    Optional<Set<String>> tags) {
  /** Copies the tags. */
  public Traits {
    tags = tags.map(Set::copyOf);
  }

  /** Of an object whose tags are not known. */
  public static Traits of(long size, Instant mtime, String storageClass) {
    return new Traits(
        OptionalLong.of(size),
        Optional.of(mtime),
        Optional.of(storageClass.isEmpty() ? "STANDARD" : storageClass),
        Optional.empty());
  }

  /** The same, once the tags are known. */
  public Traits with(Set<String> known) {
    return new Traits(size, mtime, storageClass, Optional.of(known));
  }
}
