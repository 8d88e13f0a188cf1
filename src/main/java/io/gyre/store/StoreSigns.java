package io.gyre.store;

import io.gyre.config.StoreQuirks;
import io.gyre.log.BucketName;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads what the buckets of a store say about whose copies they are. */
final class StoreSigns {
  private final S3Client store;
  private final StoreQuirks quirks;

  StoreSigns(S3Client store, StoreQuirks quirks) {
    this.store = store;
    this.quirks = quirks;
  }

  /** Empty when there is no such bucket, as far as we are told. */
  CompletionStage<Optional<BucketSign>> of(BucketName name) {
    S3Request request =
        quirks.bucketTags()
            ? S3Request.bucket(Method.GET, name).flag("tagging")
            : S3Request.bucket(Method.GET, name).query("max-keys", "1");
    return store
        .call(request)
        .thenApply(
            answer ->
                Optional.of(
                    quirks.bucketTags() ? BucketSign.read(store.zone(), answer) : BucketSign.NONE))
        .exceptionallyCompose(
            failure -> {
              if (Absent.document(failure)) {
                return CompletableFuture.completedFuture(Optional.of(BucketSign.NONE));
              }
              return Absent.bucket(failure)
                  ? CompletableFuture.completedFuture(Optional.empty())
                  : CompletableFuture.failedFuture(failure);
            });
  }
}
