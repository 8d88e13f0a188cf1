package io.gyre.rgw;

import io.gyre.copy.ObjectVersion;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import io.gyre.s3.S3Answer;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Lists the versions of one key: the only way to tell a delete marker from nothing, because the
 * gateway answers both with the same 404.
 */
final class VersionsOfKey {
  private static final String PAGE = "1000";

  /** They are held in memory while the key is worked on. */
  private static final int MAX_VERSIONS = 20_000;

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
    return readOn(bucket, key, ListingPosition.START, new ArrayList<>());
  }

  private CompletionStage<List<ListedVersion>> readOn(
      BucketName bucket, String key, ListingPosition after, List<ListedVersion> found) {
    S3Request request =
        S3Request.bucket(S3Request.Method.GET, bucket)
            .flag("versions")
            .query("format", "json")
            .query("objs-container", "true")
            .query("prefix", key)
            .query("max-keys", PAGE)
            .queryIfGiven("key-marker", after.key())
            .queryIfGiven("version-id-marker", after.versionId());
    return zone.call(request)
        .thenApply(answer -> page(request, answer, after))
        .thenCompose(
            page ->
                take(key, page, found)
                    ? readOn(bucket, key, page.next(), checked(bucket, key, found))
                    : CompletableFuture.completedFuture(found));
  }

  /**
   * Whether there may be more on a further page: longer keys follow the versions of the shortest.
   */
  private static boolean take(String key, ListingPage page, List<ListedVersion> found) {
    for (ListedVersion listed : page.versions()) {
      if (!listed.key().equals(key)) {
        return false;
      }
      found.add(listed);
    }
    return page.more();
  }

  private List<ListedVersion> checked(BucketName bucket, String key, List<ListedVersion> found) {
    if (found.size() >= MAX_VERSIONS) {
      throw new GatewayException(
          FailureClass.INVALID,
          bucket + " / " + key + " has more than " + MAX_VERSIONS + " versions in " + zone.zone(),
          null);
    }
    return found;
  }

  private static ListingPage page(S3Request request, S3Answer answer, ListingPosition after) {
    return Json.parse(answer.body())
        .map(listing -> ListingJson.page(listing, after))
        .orElseThrow(() -> Json.unreadable("answers " + request + " with half a document"));
  }
}
