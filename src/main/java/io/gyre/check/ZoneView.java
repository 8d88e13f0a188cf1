package io.gyre.check;

import io.gyre.failure.Attempts;
import io.gyre.log.BucketListing;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import io.gyre.metadata.MetadataKeys;
import io.gyre.metadata.MetadataStore;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * One end, as it is compared: nothing of it is written.
 *
 * @param metadata users and buckets
 * @param lockDefault the default retention of a bucket with object lock, as the document of S3;
 *     empty where it has none
 * @param listing of buckets, of the keys that are asked for
 * @param contents objects by key
 * @param attempts of what has to succeed, or nothing can be compared: names and listings
 */
public record ZoneView(
    MetadataStore metadata,
    Function<BucketName, CompletionStage<Optional<String>>> lockDefault,
    BucketListing listing,
    Contents contents,
    Attempts attempts) {
  /** Rows of a listing that are asked for at once. */
  static final int LISTING_PAGE = 1_000;

  CompletionStage<String> ourselves() {
    return attempts.run(metadata::ourselves);
  }

  CompletionStage<MetadataStore.KeyPage> keys(String section, String marker) {
    return attempts.run(() -> metadata.keys(section, marker, MetadataKeys.KEYS_A_PAGE));
  }

  CompletionStage<Optional<ListingPage>> list(BucketShard shard, ListingPosition after) {
    return attempts.run(() -> listing.list(shard, after, LISTING_PAGE));
  }
}
