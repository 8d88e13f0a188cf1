package io.gyre.metadata;

import io.gyre.log.BucketName;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * What is replicated, and what of the destination may be taken over.
 *
 * @param users whether users are
 * @param settings whether what a bucket's owner has set is, beyond what its objects need
 * @param buckets which buckets are, as far as their names tell
 * @param owners which of these are, once the uid of the owner is known
 * @param adoptUser users of the destination that count as ours
 * @param adoptBucket buckets of the destination that count as ours
 */
public record Selection(
    boolean users,
    boolean settings,
    Predicate<BucketName> buckets,
    BiPredicate<BucketName, String> owners,
    Predicate<String> adoptUser,
    Predicate<BucketName> adoptBucket) {

  /** Buckets with their settings. */
  public Selection(
      boolean users,
      Predicate<BucketName> buckets,
      BiPredicate<BucketName, String> owners,
      Predicate<String> adoptUser,
      Predicate<BucketName> adoptBucket) {
    this(users, true, buckets, owners, adoptUser, adoptBucket);
  }

  /** Buckets of all owners. */
  public Selection(
      boolean users,
      Predicate<BucketName> buckets,
      Predicate<String> adoptUser,
      Predicate<BucketName> adoptBucket) {
    this(users, true, buckets, (bucket, owner) -> true, adoptUser, adoptBucket);
  }
}
