package io.gyre.log;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Lists the versions in a zone's buckets by the buckets' names, a page at a time. That is how
 * objects are written too: a destination may reshard its buckets, which gives them other ids.
 */
@FunctionalInterface
public interface NamedListing {
  /**
   * A page of the whole bucket; empty when the zone has no bucket of this name.
   *
   * @param max rows, which a page of one key only may exceed
   */
  CompletionStage<Optional<ListingPage>> list(BucketName bucket, ListingPosition after, int max);
}
