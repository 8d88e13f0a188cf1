package io.gyre.metadata;

import io.gyre.log.BucketName;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The destination's buckets, as copies of the source's. Each write may be repeated. Stages fail
 * with a {@code GatewayException}.
 */
public interface DestinationBuckets {
  /** Succeeds when the destination answers, and knows us. */
  CompletionStage<Void> answers();

  /** Why the destination cannot have a bucket of this name; empty when it can. */
  String impossible(BucketName name);

  /** What a bucket's name means at the destination; empty when nothing. */
  CompletionStage<Optional<DestinationBucket>> find(BucketName name);

  /**
   * What the destination's bucket of a name has, the source's has not, and cannot be undone; empty
   * when nothing.
   */
  CompletionStage<String> irreversible(SourceBucket bucket, DestinationBucket there);

  /**
   * A new bucket, with what the source's has.
   *
   * @param id that it is to be known by
   */
  CompletionStage<Void> make(SourceBucket bucket, String id);

  /**
   * Brings a bucket, ours or taken over, to what the source's has.
   *
   * @return the id that it is to be known by from now on
   */
  CompletionStage<String> update(SourceBucket bucket, DestinationBucket there);

  /**
   * Removes a bucket and its contents, if its name still means the one known by this id.
   *
   * @param goOn asked before each batch; its failure ends the removal
   */
  CompletionStage<Void> remove(
      BucketName name, String known, Supplier<? extends CompletionStage<Void>> goOn);

  /**
   * The uid of the source's owner of a bucket, as its copy has it; empty where the name no longer
   * means the one known by this id, or the copy does not tell.
   */
  CompletionStage<Optional<String>> owner(BucketName name, String known);
}
