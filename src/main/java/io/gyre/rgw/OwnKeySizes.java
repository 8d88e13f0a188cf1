package io.gyre.rgw;

import io.gyre.log.BucketName;
import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import io.gyre.map.Places;
import io.gyre.metadata.BucketSizes;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Sizes of what is in buckets and comes from one of the source, where other things may be in them,
 * too: then the index's own count is of all of it, and keys are counted by listing them.
 */
public final class OwnKeySizes implements BucketSizes {
  private static final int PAGE = 1000;

  private final S3Client zone;
  private final BucketSizes whole;

  /**
   * @param zone whose buckets and keys are asked for by the source's names
   * @param whole of buckets that nothing else is in
   */
  public OwnKeySizes(S3Client zone, BucketSizes whole) {
    this.zone = zone;
    this.whole = whole;
  }

  @Override
  public CompletionStage<Optional<Size>> of(BucketName bucket) {
    Places places = zone.places();
    return places.mayShare(bucket)
        ? count(bucket, ListingPosition.START, new Size(0, 0))
        : whole.of(bucket);
  }

  private CompletionStage<Optional<Size>> count(
      BucketName bucket, ListingPosition after, Size before) {
    return new WholeKeys((position, rows) -> page(bucket, position, rows))
        .after(after, PAGE)
        .thenCompose(
            page -> {
              Size size = plus(before, page.map(ListingPage::versions).orElse(List.of()));
              return page.filter(ListingPage::more).isPresent()
                  ? count(bucket, page.get().next(), size)
                  : CompletableFuture.completedFuture(page.map(listed -> size));
            });
  }

  private static Size plus(Size before, List<ListedVersion> rows) {
    List<ListedVersion> objects = rows.stream().filter(row -> !row.deleteMarker()).toList();
    return new Size(
        before.objects() + objects.size(),
        before.bytes() + objects.stream().mapToLong(ListedVersion::size).sum());
  }

  private CompletionStage<Optional<ListingPage>> page(
      BucketName bucket, ListingPosition after, int max) {
    S3Request request =
        S3Request.bucket(Method.GET, bucket)
            .flag("versions")
            .query("format", "json")
            .query("objs-container", "true")
            .query("max-keys", "" + max)
            .queryIfGiven("key-marker", after.key())
            .queryIfGiven("version-id-marker", after.versionId());
    return RgwBucketOperations.unlessGone(
        zone.call(request),
        answer ->
            ListingJson.parse(answer.body())
                .map(listing -> listing.here(zone.places().keysOf(bucket)))
                .map(listing -> listing.page(after)));
  }
}
