package io.gyre.copy;

/** One change of a key's versions at a destination that gives them ids of its own. */
sealed interface ImageStep {
  /** Copies a version of the source, on top. */
  record Put(String versionId) implements ImageStep {}

  /** Makes the delete marker that the source has, on top. */
  record Mark(String versionId) implements ImageStep {}

  /** Brings what can change of an image to what the source has. */
  record Refresh(Image image) implements ImageStep {}

  /** Makes durable what has been found out. */
  record Learn(Image image) implements ImageStep {}

  /** Removes what the source no longer has, once it has confirmed that. */
  record Remove(String versionId, String destinationId) implements ImageStep {}

  /**
   * Removes what is no image of anything that the source has: a duplicate, a former null version.
   */
  record Drop(String destinationId) implements ImageStep {}
}
