package io.gyre.metadata;

import io.gyre.log.BucketName;
import io.gyre.map.Mapping;
import io.gyre.map.Places;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * What is replicated, and where to, and what of the destination may be taken over.
 *
 * @param users whether users are
 * @param settings whether what a bucket's owner has set is, beyond what its objects need
 * @param buckets which buckets are, as far as their names tell
 * @param owners which of these are, once the uid of the owner is known
 * @param map where, and whose, they are at the destination
 * @param adoptUser users of the destination that count as ours
 * @param adoptBucket buckets of the destination that count as ours
 */
public record Selection(
    boolean users,
    boolean settings,
    Predicate<BucketName> buckets,
    BiPredicate<BucketName, String> owners,
    Mapping map,
    Predicate<String> adoptUser,
    Predicate<BucketName> adoptBucket) {

  /** Buckets of all owners with their settings, in the same places. */
  public Selection(
      boolean users,
      Predicate<BucketName> buckets,
      Predicate<String> adoptUser,
      Predicate<BucketName> adoptBucket) {
    this(users, true, buckets, (bucket, owner) -> true, Mapping.NONE, adoptUser, adoptBucket);
  }

  /** Where they are at the destination. */
  Places places() {
    return map.places();
  }
}
