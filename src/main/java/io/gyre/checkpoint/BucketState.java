package io.gyre.checkpoint;

import io.gyre.log.BucketInstance;

/**
 * One bucket of the source and what it became at the destination. The source's marker tells a
 * resharded bucket (same marker, new id) from one that was deleted and created again (new marker).
 *
 * @param source the source's instance, as last seen
 * @param sourceMarker the source's bucket marker
 * @param shards index shards of the source's instance
 * @param destinationId the bucket id at the destination, chosen once; empty until it is there
 * @param standing whether it is replicated
 * @param reason why not; empty when it is
 */
public record BucketState(
    BucketInstance source,
    String sourceMarker,
    int shards,
    String destinationId,
    Standing standing,
    String reason) {

  /** Whether a bucket is replicated. */
  public enum Standing {
    /** About to be created at the destination by us: what is found there later is ours. */
    CREATING,
    /** Replicated. */
    FOLLOWED,
    /** Something the destination has under this name is not ours. */
    REFUSED,
    /** Not selected, or of a kind that is not followed yet. */
    UNFOLLOWED,
    /** Removed at the source; what is left of it at the destination is being removed. */
    REMOVING
  }
}
