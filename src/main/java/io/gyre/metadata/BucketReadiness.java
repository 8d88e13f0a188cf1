package io.gyre.metadata;

import io.gyre.checkpoint.BucketState;

/** Whether the objects of a source's bucket instance may be written to the destination now. */
public sealed interface BucketReadiness {
  /** The bucket and its owner are there. */
  record Ready(BucketState bucket) implements BucketReadiness {}

  /** It is not replicated, for this reason. */
  record Unfollowed(String reason) implements BucketReadiness {}

  /** What the destination has under its name is not ours. */
  record Refused(String reason) implements BucketReadiness {}

  /** The source no longer has this instance. */
  record Gone() implements BucketReadiness {}
}
