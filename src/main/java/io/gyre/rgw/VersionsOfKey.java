package io.gyre.rgw;

import io.gyre.copy.ObjectVersion;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import io.gyre.map.KeyMap;
import io.gyre.s3.S3Answer;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Lists the versions of one key: the only way to tell a delete marker from nothing, because the
 * gateway answers both with the same 404.
 */
final class VersionsOfKey {
  private final S3Client zone;

  VersionsOfKey(S3Client zone) {
    this.zone = zone;
  }

  /** Whether the zone lists the version. */
  CompletionStage<Boolean> has(ObjectVersion version) {
    return all(version.bucket(), version.key())
        .thenApply(all -> all.stream().anyMatch(each -> isListedAs(each, version)));
  }

  private static boolean isListedAs(ListedVersion listed, ObjectVersion version) {
    return listed.versionId().equals(version.versionId());
  }

  /** All versions of a key, newest first. */
  CompletionStage<List<ListedVersion>> all(BucketName bucket, String key) {
    return new WholeKeys((position, max) -> page(bucket, key, position, max))
        .after(ListingPosition.START, WholeKeys.LONGEST_PAGE)
        .thenApply(page -> checked(bucket, key, page.map(ListingPage::versions).orElse(List.of())));
  }

  private CompletionStage<Optional<ListingPage>> page(
      BucketName bucket, String key, ListingPosition after, int max) {
    S3Request request =
        S3Request.bucket(S3Request.Method.GET, bucket)
            .flag("versions")
            .query("format", "json")
            .query("objs-container", "true")
            .query("prefix", key)
            .query("max-keys", String.valueOf(max))
            .queryIfGiven("key-marker", after.key())
            .queryIfGiven("version-id-marker", after.versionId());
    return zone.call(request)
        .thenApply(
            answer -> Optional.of(page(request, answer, zone.places().keysOf(bucket), key, after)));
  }

  private List<ListedVersion> checked(BucketName bucket, String key, List<ListedVersion> found) {
    if (found.size() >= ListingPage.MAX_OF_A_KEY) {
      throw new GatewayException(
          FailureClass.INVALID,
          bucket
              + " / "
              + key
              + " has "
              + ListingPage.MAX_OF_A_KEY
              + " versions or more in "
              + zone.zone(),
          null);
    }
    return found;
  }

  private static ListingPage page(
      S3Request request, S3Answer answer, KeyMap keys, String key, ListingPosition after) {
    return ListingJson.parse(answer.body())
        .map(listing -> page(listing.here(keys), key, after))
        .orElseThrow(() -> Json.unreadable("answers " + request + " with half a document"));
  }

  /** Longer keys, which have this prefix too, follow the versions of the shortest: all is read. */
  private static ListingPage page(Listing listing, String key, ListingPosition after) {
    List<ListedVersion> rows = listing.rows();
    List<ListedVersion> own = rows.stream().takeWhile(row -> row.key().equals(key)).toList();
    return own.size() < rows.size() ? new ListingPage(own, after, false) : listing.page(after);
  }
}
