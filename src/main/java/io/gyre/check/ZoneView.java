package io.gyre.check;

import io.gyre.failure.Attempts;
import io.gyre.log.BucketListing;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import io.gyre.map.Mapping;
import io.gyre.metadata.KnownBucket;
import io.gyre.metadata.MetadataDifferences;
import io.gyre.metadata.MetadataKeys;
import io.gyre.metadata.MetadataStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;

/**
 * One end, as it is compared: nothing of it is written.
 *
 * @param metadata users and buckets
 * @param lockDefault the default retention of a bucket with object lock, as the document of S3;
 *     empty where it has none
 * @param listing of buckets, of the keys that are asked for
 * @param contents objects by key
 * @param map where, and whose, the source's things are here; none at the source
 * @param attempts of what has to succeed, or nothing can be compared: names and listings
 */
public record ZoneView(
    MetadataStore metadata,
    Function<BucketName, CompletionStage<Optional<String>>> lockDefault,
    BucketListing listing,
    Contents contents,
    Mapping map,
    Attempts attempts)
    implements Counterpart {
  /** Rows of a listing that are asked for at once. */
  static final int LISTING_PAGE = 1_000;

  CompletionStage<String> ourselves() {
    return attempts.run(metadata::ourselves);
  }

  CompletionStage<MetadataStore.KeyPage> keys(String section, String marker) {
    return attempts.run(() -> metadata.keys(section, marker, MetadataKeys.KEYS_A_PAGE));
  }

  @Override
  public CompletionStage<Optional<ListingPage>> list(BucketShard shard, ListingPosition after) {
    return attempts.run(() -> listing.list(shard, after, LISTING_PAGE));
  }

  @Override
  public Optional<ZoneView> users() {
    return Optional.of(this);
  }

  @Override
  public CompletionStage<Boolean> hasUser(String uid) {
    return metadata.get("user", uid).thenApply(Optional::isPresent);
  }

  @Override
  public Source<BucketName, NotUsed> buckets() {
    return MetadataKeys.of(marker -> keys("bucket", marker)).map(BucketName::parse);
  }

  CompletionStage<Optional<KnownBucket>> bucket(BucketName name) {
    return KnownBucket.read(metadata, lockDefault, name);
  }

  @Override
  public CompletionStage<Optional<Bucket>> bucket(BucketName name, Optional<KnownBucket> source) {
    return bucket(name)
        .thenApply(
            found ->
                found.map(
                    there ->
                        new Bucket(
                            there.owner(),
                            source
                                .map(here -> MetadataDifferences.ofBucket(here, there, map))
                                .orElse(List.of()),
                            List.of(),
                            there.shards(),
                            there.whole())));
  }
}
