package io.gyre.log;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Lists the versions in a zone's buckets, a page at a time. */
@FunctionalInterface
public interface BucketListing {
  /**
   * A page of one index shard's listing, or of a whole bucket's; empty when the zone does not have
   * the bucket.
   *
   * @param shard of which instance is listed, and which of its index shards; {@link
   *     BucketShard#UNSHARDED} lists all of them
   * @param max rows, which a page of one key only may exceed
   */
  CompletionStage<Optional<ListingPage>> list(BucketShard shard, ListingPosition after, int max);
}
