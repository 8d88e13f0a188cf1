package io.gyre.metadata;

import io.gyre.log.BucketName;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Operations of a zone of which only the removal of buckets is looked at before it is made. */
public abstract class ForwardedOperations implements BucketOperations {
  protected final BucketOperations buckets;

  /**
   * @param buckets does what is asked for
   */
  protected ForwardedOperations(BucketOperations buckets) {
    this.buckets = buckets;
  }

  @Override
  public final CompletionStage<Optional<String>> lockDefault(BucketName bucket) {
    return buckets.lockDefault(bucket);
  }

  @Override
  public final CompletionStage<Void> setLockDefault(BucketName bucket, String document) {
    return buckets.setLockDefault(bucket, document);
  }
}
