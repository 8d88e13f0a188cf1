package io.gyre.metadata;

import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Removes no bucket in which there are more objects than the operator allows to be deleted. */
public final class LimitedRemovals extends ForwardedOperations {
  private final BucketSizes sizes;
  private final long maxDelete;

  /**
   * @param buckets whose removals are limited
   * @param sizes of the same zone
   * @param maxDelete objects that may go with one bucket; every version counts
   */
  public LimitedRemovals(BucketOperations buckets, BucketSizes sizes, long maxDelete) {
    super(buckets);
    this.sizes = sizes;
    this.maxDelete = maxDelete;
  }

  @Override
  public CompletionStage<Void> removeContents(
      BucketName bucket, Supplier<? extends CompletionStage<Void>> goOn) {
    return limited(bucket, () -> buckets.removeContents(bucket, goOn));
  }

  @Override
  public CompletionStage<Void> removeWithContents(
      BucketName bucket, Supplier<? extends CompletionStage<Void>> goOn) {
    return limited(bucket, () -> buckets.removeWithContents(bucket, goOn));
  }

  private CompletionStage<Void> limited(
      BucketName bucket, Supplier<? extends CompletionStage<Void>> removal) {
    return sizes
        .of(bucket)
        .thenCompose(
            size -> {
              long objects = size.map(BucketSizes.Size::objects).orElse(0L);
              return objects > maxDelete
                  ? CompletableFuture.failedFuture(tooMany(objects))
                  : removal.get();
            });
  }

  private GatewayException tooMany(long objects) {
    return new GatewayException(
        FailureClass.DENIED,
        "there are "
            + objects
            + " objects in it and limits.max-delete is "
            + maxDelete
            + "; raise that and start again, or remove the bucket by hand",
        null);
  }
}
