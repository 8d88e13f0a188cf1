package io.gyre.guard;

import io.gyre.log.BucketName;
import io.gyre.metadata.BucketOperations;
import io.gyre.metadata.BucketSizes;
import io.gyre.metadata.ForwardedOperations;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A bucket's removal deletes all that is in it, and is asked for as such. */
public final class GuardedRemovals extends ForwardedOperations {
  private final BucketSizes sizes;
  private final DeleteGuard guard;

  /**
   * @param buckets whose removals are guarded
   * @param sizes of the same zone
   */
  public GuardedRemovals(BucketOperations buckets, BucketSizes sizes, DeleteGuard guard) {
    super(buckets);
    this.sizes = sizes;
    this.guard = guard;
  }

  @Override
  public CompletionStage<Void> removeContents(
      BucketName bucket, Supplier<? extends CompletionStage<Void>> goOn) {
    return guarded(bucket, () -> buckets.removeContents(bucket, goOn));
  }

  @Override
  public CompletionStage<Void> removeWithContents(
      BucketName bucket, Supplier<? extends CompletionStage<Void>> goOn) {
    return guarded(bucket, () -> buckets.removeWithContents(bucket, goOn));
  }

  private CompletionStage<Void> guarded(
      BucketName bucket, Supplier<? extends CompletionStage<Void>> removal) {
    return guard
        .stopped(bucket)
        .thenCompose(looked -> sizes.of(bucket))
        .thenCompose(
            size -> {
              long objects = size.map(BucketSizes.Size::objects).orElse(0L);
              return guard.ask(bucket, (int) Math.min(objects, Integer.MAX_VALUE));
            })
        .thenCompose(
            allowed -> removal.get().exceptionallyCompose(failure -> brokenOff(allowed, failure)));
  }

  /** What is still there has not been deleted, and is asked for again. */
  private CompletionStage<Void> brokenOff(DeleteGuard.Allowance allowed, Throwable failure) {
    return sizes
        .of(allowed.bucket())
        .thenAccept(
            size ->
                size.ifPresent(
                    left ->
                        guard.made(allowed, (int) Math.max(0, allowed.counted() - left.objects()))))
        .handle((counted, unknown) -> CompletableFuture.<Void>failedFuture(failure))
        .thenCompose(failed -> failed);
  }
}
