package io.gyre.rgw;

import io.gyre.copy.ObjectVersion;
import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import io.gyre.s3.S3Answer;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Finds one version in the listing of its key's versions: the only way to tell a delete marker from
 * nothing, because the gateway answers both with the same 404.
 */
final class VersionsOfKey {
  private static final String PAGE = "1000";

  private final S3Client zone;

  VersionsOfKey(S3Client zone) {
    this.zone = zone;
  }

  CompletionStage<Optional<ListedVersion>> find(ObjectVersion version) {
    return find(version, ListingPosition.START);
  }

  private CompletionStage<Optional<ListedVersion>> find(
      ObjectVersion version, ListingPosition after) {
    S3Request request =
        S3Request.bucket(S3Request.Method.GET, version.bucket())
            .flag("versions")
            .query("format", "json")
            .query("objs-container", "true")
            .query("prefix", version.key())
            .query("max-keys", PAGE)
            .queryIfGiven("key-marker", after.key())
            .queryIfGiven("version-id-marker", after.versionId());
    return zone.call(request)
        .thenApply(answer -> page(request, answer, after))
        .thenCompose(page -> find(version, page));
  }

  private CompletionStage<Optional<ListedVersion>> find(ObjectVersion version, ListingPage page) {
    for (ListedVersion listed : page.versions()) {
      if (!listed.key().equals(version.key())) {
        // Longer keys come after all versions of the shortest.
        return CompletableFuture.completedFuture(Optional.empty());
      }
      if (listed.versionId().equals(version.versionId())) {
        return CompletableFuture.completedFuture(Optional.of(listed));
      }
    }
    return page.more()
        ? find(version, page.next())
        : CompletableFuture.completedFuture(Optional.empty());
  }

  private static ListingPage page(S3Request request, S3Answer answer, ListingPosition after) {
    return Json.parse(answer.body())
        .map(listing -> ListingJson.page(listing, after))
        .orElseThrow(() -> Json.unreadable("answers " + request + " with half a document"));
  }
}
