package io.gyre.copy;

import io.gyre.log.BucketName;
import io.gyre.log.ListedVersion;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Moves plain objects, those of buckets that never had versions, from the source to the
 * destination.
 *
 * <p>One call relays one object, so that an adapter can let the bytes flow from one connection to
 * the other without a common type in between. Stages fail with a {@code GatewayException}. Nothing
 * is retried in here. Every call may be repeated.
 */
public interface PlainObjectStore {
  /**
   * Copies an object as the source has it now, with whatever the destination takes of its
   * attributes, and verifies it. One answer of the source gives both bytes and attributes, so that
   * they belong together.
   */
  CompletionStage<RelayResult> relay(ObjectVersion object);

  /**
   * Writes what can change of an object without its bytes (ACL, tags, lock state) onto the same one
   * at the destination, without touching its bytes or its place in the order. False, with nothing
   * written, when the destination does not have it, or not from this owner: an owner can only be
   * changed by writing it again.
   */
  CompletionStage<Boolean> relayAttributes(ObjectVersion object);

  /** What the destination has of an object; empty when it has none. */
  CompletionStage<Optional<DestinationVersion>> destination(ObjectVersion object);

  /**
   * Removes an object from the destination. To be called only for what a log named and the source
   * no longer has. Removing what is not there is success.
   */
  CompletionStage<Void> remove(ObjectVersion object);

  /**
   * All versions and delete markers of a key at the source, newest first; plain objects count as
   * null versions. Fails as {@code INVALID} for a key with more than it reads.
   */
  CompletionStage<List<ListedVersion>> versionsAtSource(BucketName bucket, String key);
}
