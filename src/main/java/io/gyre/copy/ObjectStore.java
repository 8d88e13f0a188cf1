package io.gyre.copy;

import io.gyre.log.BucketName;
import io.gyre.log.ListedVersion;
import io.gyre.log.Versioning;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Moves object versions from the source to another zone, where they keep their ids and places; what
 * {@link PlainObjectStore} does to plain objects is done to any version.
 */
public interface ObjectStore extends PlainObjectStore {

  /** Copies a version as {@link #relay(ObjectVersion)} does, with its owner, and to this place. */
  CompletionStage<RelayResult> relay(ObjectVersion source, VersionWrite write);

  @Override
  default CompletionStage<RelayResult> relay(ObjectVersion object) {
    return relay(object, VersionWrite.PLAIN);
  }

  /**
   * Whether the source still has the version; false only when its own error body says that it has
   * not. Reads no bytes of the object.
   */
  CompletionStage<Boolean> existsAtSource(ObjectVersion version);

  /**
   * Makes a delete marker at the destination.
   *
   * @param owner uid of the marker's owner, empty if unknown
   * @return false when the destination answered that it made none
   */
  CompletionStage<Boolean> writeDeleteMarker(
      ObjectVersion marker, VersionWrite write, String owner);

  /** As {@link #versionsAtSource}, at the destination. */
  CompletionStage<List<ListedVersion>> versionsAtDestination(BucketName bucket, String key);

  /**
   * Puts an empty version with this id on top of a key's versions at the destination, for the time
   * in which two delete markers could not be told from one.
   */
  CompletionStage<Void> writePlaceholder(ObjectVersion placeholder);

  /** The destination bucket's versioning state. */
  CompletionStage<Versioning> versioning(BucketName bucket);

  /**
   * Switches the destination bucket's versioning state.
   *
   * @param state not {@code NEVER}
   */
  CompletionStage<Void> setVersioning(BucketName bucket, Versioning state);
}
