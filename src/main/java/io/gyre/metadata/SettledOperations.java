package io.gyre.metadata;

import io.gyre.log.BucketName;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A zone's buckets, whose writes fail only {@link Patience#settled once they have settled}. */
record SettledOperations(BucketOperations zone, Patience patience) implements BucketOperations {
  @Override
  public CompletionStage<Optional<String>> lockDefault(BucketName bucket) {
    return zone.lockDefault(bucket);
  }

  @Override
  public CompletionStage<Void> setLockDefault(BucketName bucket, String document) {
    return patience.settled("bucket " + bucket, zone.setLockDefault(bucket, document));
  }

  @Override
  public CompletionStage<Void> removeContents(
      BucketName bucket, Supplier<? extends CompletionStage<Void>> goOn) {
    return patience.settled("bucket " + bucket, zone.removeContents(bucket, goOn));
  }

  @Override
  public CompletionStage<Void> removeWithContents(
      BucketName bucket, Supplier<? extends CompletionStage<Void>> goOn) {
    return patience.settled("bucket " + bucket, zone.removeWithContents(bucket, goOn));
  }
}
