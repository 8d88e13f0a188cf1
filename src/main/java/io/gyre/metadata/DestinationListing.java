package io.gyre.metadata;

import io.gyre.log.BucketInstance;
import io.gyre.log.BucketListing;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Lists buckets of the destination by the ids that they are known by. They have others once the
 * destination has resharded them, and a name may mean somebody else's bucket by now, which must not
 * be taken for ours: that one is listed as gone.
 */
public final class DestinationListing implements BucketListing {
  private final MetadataStore destination;
  private final BucketListing listing;

  public DestinationListing(MetadataStore destination, BucketListing listing) {
    this.destination = destination;
    this.listing = listing;
  }

  @Override
  public CompletionStage<Optional<ListingPage>> list(
      BucketShard known, ListingPosition after, int max) {
    BucketName name = known.instance().bucket();
    return destination
        .get("bucket", name.toString())
        .thenCompose(
            entry ->
                entry
                    .map(DestinationBucket::of)
                    .filter(there -> there.is(known.instance().id()))
                    .map(there -> new BucketInstance(name, there.id()))
                    .map(now -> listing.list(new BucketShard(now, known.shard()), after, max))
                    .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty())));
  }
}
