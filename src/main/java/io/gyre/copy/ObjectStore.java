package io.gyre.copy;

import io.gyre.log.BucketName;
import io.gyre.log.ListedVersion;
import io.gyre.log.Versioning;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Moves object versions from the source to the destination.
 *
 * <p>One call relays one version, so that an adapter can let the bytes flow from one connection to
 * the other without a common type in between. Stages fail with a {@code GatewayException}. Nothing
 * is retried in here. Every call may be repeated.
 */
public interface ObjectStore {

  /**
   * Copies a version as the source has it now, with its attributes, ACL, tags and owner, and
   * verifies it. One answer of the source gives both bytes and attributes, so that they belong
   * together; by that very one it is also decided whether the version is to be copied at all.
   */
  CompletionStage<RelayResult> relay(ObjectVersion source, VersionWrite write);

  /**
   * Writes the attributes, ACL, tags and lock state of a version onto the same version at the
   * destination, without touching its bytes or its place in the order. False, with nothing written,
   * when the destination does not have the version, or not from this owner: a version's owner can
   * only be changed by writing it again. Likewise where the version is not to be copied: {@link
   * #relay} says so.
   */
  CompletionStage<Boolean> relayAttributes(ObjectVersion version);

  /** What the destination has of a version; empty when it has none. */
  CompletionStage<Optional<DestinationVersion>> destination(ObjectVersion version);

  /**
   * Whether the source still has the version; false only when its own error body says that it has
   * not. Reads no bytes of the object.
   */
  CompletionStage<Boolean> existsAtSource(ObjectVersion version);

  /**
   * Removes a version (a plain object, one version, or a delete marker) from the destination. To be
   * called only for what a log named and the source no longer has. Removing what is not there is
   * success.
   */
  CompletionStage<Void> remove(ObjectVersion version);

  /**
   * Makes a delete marker at the destination.
   *
   * @param owner uid of the marker's owner, empty if unknown
   * @return false when the destination answered that it made none
   */
  CompletionStage<Boolean> writeDeleteMarker(
      ObjectVersion marker, VersionWrite write, String owner);

  /**
   * All versions and delete markers of a key at the source, newest first; plain objects count as
   * null versions. Fails as {@code INVALID} for a key with more than it reads.
   */
  CompletionStage<List<ListedVersion>> versionsAtSource(BucketName bucket, String key);

  /** The same at the destination. */
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
