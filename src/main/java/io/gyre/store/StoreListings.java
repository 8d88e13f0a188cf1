package io.gyre.store;

import io.gyre.copy.ObjectVersion;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import io.gyre.map.KeyMap;
import io.gyre.rgw.WholeKeys;
import io.gyre.s3.S3Answer;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Lists versions by the store's own ids. A store may be a RADOS gateway, so pages are read with the
 * care that one needs ({@link WholeKeys}). Of one that knows no versions the objects are listed; it
 * is asked anew for each page, so that one wrong answer cannot hide versions for good.
 */
final class StoreListings {
  private final S3Client store;
  private final String prefix;

  StoreListings(S3Client store) {
    this(store, "");
  }

  /**
   * @param prefix of the keys in pages of a bucket
   */
  StoreListings(S3Client store, String prefix) {
    this.store = store;
    this.prefix = prefix;
  }

  /** A page of a bucket, of whole keys; empty when the store does not have the bucket. */
  CompletionStage<Optional<ListingPage>> page(BucketName bucket, ListingPosition after, int max) {
    return store.places().keysOf(bucket).reaches(prefix)
        ? new WholeKeys((position, rows) -> page(bucket, prefix, position, rows)).after(after, max)
        : CompletableFuture.completedFuture(Optional.of(new ListingPage(List.of(), after, false)));
  }

  /** All versions of a key, newest first. */
  CompletionStage<List<ListedVersion>> versions(BucketName bucket, String key) {
    return new WholeKeys((position, rows) -> ownRows(bucket, key, position, rows))
        .after(ListingPosition.START, WholeKeys.LONGEST_PAGE)
        .thenApply(page -> checked(bucket, key, page.map(ListingPage::versions).orElse(List.of())));
  }

  /** Longer keys, which have this prefix too, follow the versions of the shortest. */
  private CompletionStage<Optional<ListingPage>> ownRows(
      BucketName bucket, String key, ListingPosition after, int max) {
    return page(bucket, key, after, max)
        .thenApply(
            page ->
                page.map(
                    listed -> {
                      List<ListedVersion> own =
                          listed.versions().stream()
                              .takeWhile(row -> row.key().equals(key))
                              .toList();
                      return own.size() < listed.versions().size()
                          ? new ListingPage(own, after, false)
                          : listed;
                    }));
  }

  private CompletionStage<Optional<ListingPage>> page(
      BucketName bucket, String prefix, ListingPosition after, int max) {
    return store
        .call(versions(bucket, prefix, after, max))
        .exceptionallyCompose(
            failure ->
                BucketSettings.isUnknown(failure)
                    ? store.call(objects(bucket, prefix, after, max))
                    : CompletableFuture.failedFuture(failure))
        .thenApply(answer -> here(bucket, after, answer))
        .thenApply(page -> Optional.of(WholeKeys.endingAtAKey(page)))
        .exceptionallyCompose(
            failure ->
                Absent.bucket(failure)
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : CompletableFuture.failedFuture(failure));
  }

  private static S3Request versions(
      BucketName bucket, String prefix, ListingPosition after, int max) {
    return listing(bucket, prefix, max)
        .flag("versions")
        .queryIfGiven("key-marker", after.key())
        .queryIfGiven("version-id-marker", after.versionId());
  }

  private static S3Request objects(
      BucketName bucket, String prefix, ListingPosition after, int max) {
    return listing(bucket, prefix, max)
        .query("list-type", "2")
        .queryIfGiven("start-after", after.key());
  }

  private static S3Request listing(BucketName bucket, String prefix, int max) {
    return S3Request.bucket(Method.GET, bucket)
        .query("encoding-type", "url")
        .queryIfGiven("prefix", prefix)
        .query("max-keys", String.valueOf(max));
  }

  private ListingPage here(BucketName bucket, ListingPosition after, S3Answer answer) {
    KeyMap keys = store.places().keysOf(bucket);
    ListingPosition there = new ListingPosition(keys.markerThere(after.key()), after.versionId());
    return keys.toHere(VersionsXml.page(store.zone(), answer, there));
  }

  private List<ListedVersion> checked(BucketName bucket, String key, List<ListedVersion> found) {
    if (found.size() >= ListingPage.MAX_OF_A_KEY) {
      throw new GatewayException(
          FailureClass.INVALID,
          new ObjectVersion(bucket, key, "")
              + " has "
              + ListingPage.MAX_OF_A_KEY
              + " versions or more in "
              + store.zone(),
          null);
    }
    return found;
  }
}
