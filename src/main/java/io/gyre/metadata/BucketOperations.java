package io.gyre.metadata;

import io.gyre.log.BucketName;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * What is done to a zone's buckets as S3 clients do it, because the metadata API cannot.
 *
 * <p>Stages fail with a {@code GatewayException}.
 */
public interface BucketOperations {

  /**
   * The default retention of a bucket with object lock, as the document of S3; empty where it has
   * none. The gateway's metadata does not show it, and a metadata write removes it.
   */
  CompletionStage<Optional<String>> lockDefault(BucketName bucket);

  /** Sets it. */
  CompletionStage<Void> setLockDefault(BucketName bucket, String document);

  /**
   * Removes all that is in a bucket and comes from one of the source, but not the bucket. To be
   * called only for a bucket that the source has removed.
   *
   * @param goOn asked before each batch; its failure ends the removal
   */
  CompletionStage<Void> removeContents(
      BucketName bucket, Supplier<? extends CompletionStage<Void>> goOn);

  /**
   * Removes a bucket with all that is in it: versions, delete markers, unfinished uploads. One that
   * is not there counts as removed. To be called only for a bucket that the source has removed.
   *
   * @param goOn asked before each batch; its failure ends the removal
   */
  CompletionStage<Void> removeWithContents(
      BucketName bucket, Supplier<? extends CompletionStage<Void>> goOn);
}
