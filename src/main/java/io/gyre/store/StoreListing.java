package io.gyre.store;

import io.gyre.copy.Foreign;
import io.gyre.copy.Image;
import io.gyre.copy.ImageMap;
import io.gyre.copy.VersionStore;
import io.gyre.log.BucketListing;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import io.gyre.metadata.DestinationBuckets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * Lists buckets of a store by the source's version ids: those of images, and names of their own
 * ({@link Foreign}) for all other versions. A bucket that is no longer ours is listed as gone.
 */
final class StoreListing implements BucketListing {
  private final DestinationBuckets buckets;
  private final StoreListings listings;
  private final VersionStore objects;
  private final ImageMap map;
  private final Predicate<BucketName> everEnabled;

  StoreListing(
      DestinationBuckets buckets,
      StoreListings listings,
      VersionStore objects,
      ImageMap map,
      Predicate<BucketName> everEnabled) {
    this.buckets = buckets;
    this.listings = listings;
    this.objects = objects;
    this.map = map;
    this.everEnabled = everEnabled;
  }

  @Override
  public CompletionStage<Optional<ListingPage>> list(
      BucketShard known, ListingPosition after, int max) {
    BucketName bucket = known.instance().bucket();
    return buckets
        .find(bucket)
        .thenCompose(
            there ->
                there.filter(found -> found.is(known.instance().id())).isPresent()
                    ? listings.page(bucket, after, max)
                    : CompletableFuture.completedFuture(Optional.empty()))
        .thenCompose(page -> named(bucket, page));
  }

  private CompletionStage<Optional<ListingPage>> named(
      BucketName bucket, Optional<ListingPage> page) {
    if (page.isEmpty() || !everEnabled.test(bucket)) {
      return CompletableFuture.completedFuture(page);
    }
    ListingPage listed = page.get();
    CompletionStage<List<ListedVersion>> rows =
        CompletableFuture.completedFuture(new ArrayList<>());
    for (ListedVersion row : listed.versions()) {
      rows =
          rows.thenCompose(
              all ->
                  named(bucket, row)
                      .thenApply(
                          named -> {
                            all.add(named);
                            return all;
                          }));
    }
    return rows.thenApply(all -> Optional.of(new ListingPage(all, listed.next(), listed.more())));
  }

  private CompletionStage<ListedVersion> named(BucketName bucket, ListedVersion row) {
    return map.of(bucket, row.key())
        .thenCompose(
            known -> {
              Optional<Image> image =
                  known.stream()
                      .filter(each -> each.destinationId().equals(row.versionId()))
                      .findFirst();
              return image.isPresent() || row.deleteMarker()
                  ? CompletableFuture.completedFuture(image)
                  : objects.image(bucket, row.key(), row.versionId());
            })
        .thenApply(
            image ->
                row.withId(
                    image.map(Image::versionId).orElseGet(() -> Foreign.token(row.versionId()))));
  }
}
