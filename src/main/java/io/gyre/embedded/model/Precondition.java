package io.gyre.embedded.model;

import org.jspecify.annotations.Nullable;

/** Looked at under the index shard's lock, before anything changes. */
@FunctionalInterface
public interface Precondition {
  /** Nothing to check. */
  Precondition NONE = present -> {};

  /**
   * Throws if the operation must not go on.
   *
   * @param present the version that would be replaced or removed; null if there is none
   */
  void check(@Nullable ObjectVersion present);
}
