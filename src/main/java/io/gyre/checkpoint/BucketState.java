package io.gyre.checkpoint;

import io.gyre.log.BucketInstance;
import io.gyre.log.Versioning;

/**
 * One bucket of the source and what it became at the destination. The source's marker tells a
 * resharded bucket (same marker, new id) from one that was deleted and created again (new marker).
 *
 * @param source the source's instance, as last seen
 * @param sourceMarker the source's bucket marker
 * @param shards index shards of the source's instance
 * @param versioning of the source's bucket, as last seen
 * @param destinationId the bucket id at the destination, chosen once; empty until it is there
 * @param standing whether it is replicated
 * @param reason why not; empty when it is
 */
public record BucketState(
    BucketInstance source,
    String sourceMarker,
    int shards,
    Versioning versioning,
    String destinationId,
    Standing standing,
    String reason) {

  /** The same bucket, once the source no longer has it. */
  public BucketState removing() {
    return as(Standing.REMOVING, "removed at the source; being removed at the destination");
  }

  /** Whether it has a copy that is ours, or is about to have one. */
  public boolean hasCopy() {
    return switch (standing) {
      case CREATING, FOLLOWED, REMOVING -> !destinationId.isEmpty();
      case REFUSED, UNFOLLOWED, UNSELECTED -> false;
    };
  }

  /** The same bucket in another standing. */
  public BucketState as(Standing other, String why) {
    return new BucketState(source, sourceMarker, shards, versioning, destinationId, other, why);
  }

  /** Whether a bucket is replicated. */
  public enum Standing {
    /** About to be created at the destination by us: what is found there later is ours. */
    CREATING,
    /** Replicated. */
    FOLLOWED,
    /** Something the destination has under this name is not ours. */
    REFUSED,
    /** Left out, for the reason given. */
    UNFOLLOWED,
    /** Left alone as the configuration says; what was copied of it stays. */
    UNSELECTED,
    /** Removed at the source; what is left of it at the destination is being removed. */
    REMOVING
  }
}
