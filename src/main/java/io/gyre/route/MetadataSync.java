package io.gyre.route;

import io.gyre.log.BucketInstance;
import io.gyre.metadata.BucketReadiness;
import java.util.concurrent.CompletionStage;

/** What the actors ask of the replication of users and buckets. */
public interface MetadataSync {
  /**
   * Brings one object at the destination to what the source has now. What cannot be done for
   * reasons that lie with that object is recorded and named, not failed; an endpoint that fails
   * fails the stage.
   */
  CompletionStage<Void> apply(MetadataKey key);

  /** Whether a bucket's objects may be written, making the bucket and its owner first. */
  CompletionStage<BucketReadiness> ready(BucketInstance instance);

  /**
   * Begins again what an earlier run, or a failure, left undone. Waits for the end of all of it but
   * the removals.
   */
  CompletionStage<Void> resume();

  /** Removals of buckets that have not ended, with what follows; at any time. */
  int removalsUnderWay();

  /** Brings all users and buckets over; what the full pass of a zone begins with. */
  CompletionStage<Void> fullPass();
}
