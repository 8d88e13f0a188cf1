package io.gyre.store;

import io.gyre.rgw.SourceVersion;
import io.gyre.s3.RequestBody;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tags of versions, by requests of their own: all that can change of one without its bytes. */
final class TagRelay {
  private static final String NONE = "<Tagging><TagSet></TagSet></Tagging>";

  private final S3Client store;

  TagRelay(S3Client store) {
    this.store = store;
  }

  /**
   * Whether the store's version has the source's tags.
   *
   * @param destinationId empty for a plain object
   */
  CompletionStage<Boolean> equal(SourceVersion version, String destinationId) {
    String wanted = version.isTagged() ? version.tagsDocument() : NONE;
    return store
        .call(request(Method.GET, version, destinationId))
        .thenApply(answer -> answer.text())
        .exceptionallyCompose(
            failure ->
                Absent.document(failure)
                    ? CompletableFuture.completedFuture(NONE)
                    : CompletableFuture.failedFuture(failure))
        .thenApply(found -> SameDocument.is(wanted, found));
  }

  /** Gives it the source's tags. */
  CompletionStage<Void> equalize(SourceVersion version, String destinationId) {
    return Absent.provesNothing(
        version.version(),
        equal(version, destinationId)
            .thenCompose(
                equal ->
                    equal
                        ? CompletableFuture.completedFuture(null)
                        : write(version, destinationId)));
  }

  /** Writes the source's tags; none removes them. */
  CompletionStage<Void> write(SourceVersion version, String destinationId) {
    S3Request request =
        version.isTagged()
            ? request(Method.PUT, version, destinationId)
                .body(RequestBody.of(version.tagsDocument()))
            : request(Method.DELETE, version, destinationId);
    return store.call(request).thenAccept(written -> {});
  }

  private static S3Request request(Method method, SourceVersion version, String destinationId) {
    return S3Request.object(method, version.version().bucket(), version.version().key())
        .flag("tagging")
        .queryIfGiven("versionId", destinationId);
  }
}
