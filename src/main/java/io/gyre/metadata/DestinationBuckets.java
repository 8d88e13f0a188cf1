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
   * The same where the destination itself may not tell whose it is.
   *
   * @param shared the id by which another bucket of the source knows it, whose copy is in it, too;
   *     empty for none
   */
  default CompletionStage<Optional<DestinationBucket>> find(BucketName name, String shared) {
    return find(name);
  }

  /**
   * What the destination's bucket of a name has, the source's has not, and cannot be undone; empty
   * when nothing.
   */
  CompletionStage<String> irreversible(SourceBucket bucket, DestinationBucket there);

  /**
   * What the source's bucket has and its objects need, and the destination's has not and cannot get
   * for this one; empty when nothing.
   */
  CompletionStage<String> lacking(SourceBucket bucket, DestinationBucket there);

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
   * The same of a bucket in which there are copies of others, too. It keeps its id, and has the
   * settings of one of them; in what another one's are different is told.
   *
   * @param decider the bucket of the source whose settings it has
   */
  CompletionStage<Void> updateShared(
      SourceBucket bucket, DestinationBucket there, BucketName decider);

  /** Removes the contents of a bucket that come from one of the source, as {@link #remove} does. */
  CompletionStage<Void> empty(
      BucketName name, String known, Supplier<? extends CompletionStage<Void>> goOn);

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
