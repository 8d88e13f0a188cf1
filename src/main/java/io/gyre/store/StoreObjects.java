package io.gyre.store;

import io.gyre.copy.DestinationVersion;
import io.gyre.copy.Image;
import io.gyre.copy.ObjectVersion;
import io.gyre.copy.RelayResult;
import io.gyre.copy.VersionStore;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.log.ListedVersion;
import io.gyre.rgw.SourceObjects;
import io.gyre.rgw.SourceVersion;
import io.gyre.s3.RequestBody;
import io.gyre.s3.S3Answer;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Objects of a RADOS gateway's zone, relayed to a store by plain S3 requests. */
final class StoreObjects implements VersionStore {
  private final SourceObjects source;
  private final S3Client store;
  private final StoreVersioning versioning;
  private final StoreListings listings;
  private final StoreWrites writes;
  private final StoreLocks locks;
  private final TagRelay tags;
  private final Uploads uploads;

  StoreObjects(
      SourceObjects source,
      S3Client store,
      StoreVersioning versioning,
      StoreWrites writes,
      StoreLocks locks,
      Uploads uploads) {
    this.source = source;
    this.store = store;
    this.versioning = versioning;
    this.listings = new StoreListings(store);
    this.writes = writes;
    this.locks = locks;
    this.tags = new TagRelay(store);
    this.uploads = uploads;
  }

  @Override
  public CompletionStage<RelayResult> relay(ObjectVersion object) {
    return unlessGone(
        object,
        source
            .read(
                object,
                found ->
                    writes
                        .write(found, OptionalLong.empty())
                        .<RelayResult>thenApply(written -> plain(found, written)))
            .thenApply(result -> result.orElseGet(RelayResult.Unselected::new)),
        RelayResult.Gone::new);
  }

  private RelayResult.Copied plain(SourceVersion found, StoreWrites.Written written) {
    if (isOfVersion(written.versionId())) {
      throw versioning.keeps(found.version().bucket(), "the copy of " + found.version());
    }
    return copied(found, written);
  }

  @Override
  public CompletionStage<Copy> copy(ObjectVersion version, OptionalLong epoch) {
    return unlessGone(
        version,
        source
            .read(version, found -> copy(found, epoch))
            .thenApply(result -> result.orElseGet(Copy.Unselected::new)),
        marker -> new Copy.Gone());
  }

  private CompletionStage<Copy> copy(SourceVersion found, OptionalLong epoch) {
    return writes
        .write(found, epoch)
        .thenApply(
            written -> {
              BucketName bucket = found.version().bucket();
              if (!isOfVersion(written.versionId())) {
                throw versioning.undone(bucket, "the copy of " + found.version());
              }
              return new Copy.Made(copied(found, written), written.versionId());
            });
  }

  private static RelayResult.Copied copied(SourceVersion found, StoreWrites.Written written) {
    return new RelayResult.Copied(found.size(), found.mtime(), written.etag().equals(found.etag()));
  }

  /** A null version has no id of its own, or is called so. */
  private static boolean isOfVersion(String id) {
    return !id.isEmpty() && !id.equals(ObjectVersion.NULL);
  }

  private interface Otherwise<T> {
    T gone(boolean deleteMarker);
  }

  private <T> CompletionStage<T> unlessGone(
      ObjectVersion version, CompletionStage<T> copy, Otherwise<T> otherwise) {
    return copy.exceptionallyCompose(
        failure ->
            GatewayException.classOf(failure) == FailureClass.GONE
                ? source.lists(version).thenApply(otherwise::gone)
                : CompletableFuture.failedFuture(failure));
  }

  @Override
  public CompletionStage<Boolean> relayAttributes(ObjectVersion object) {
    return head(object.bucket(), object.key(), "")
        .thenCompose(
            there ->
                there.isEmpty()
                    ? CompletableFuture.completedFuture(false)
                    : atSource(object)
                        .thenCompose(
                            found ->
                                source.takes(found)
                                    ? tags.equalize(found, "").thenApply(done -> true)
                                    : CompletableFuture.completedFuture(false)));
  }

  @Override
  public CompletionStage<Image> refresh(ObjectVersion version, Image image) {
    return atSource(version)
        .thenCompose(
            found ->
                found.mtime().equals(image.sourceMtime()) || !source.takes(found)
                    ? CompletableFuture.completedFuture(image)
                    : tags.equalize(found, image.destinationId())
                        .thenCompose(equal -> locks.equalize(found, image.destinationId()))
                        .thenApply(
                            done ->
                                new Image(version.readId(), found.mtime(), image.destinationId())));
  }

  private CompletionStage<SourceVersion> atSource(ObjectVersion version) {
    return source
        .stat(version)
        .thenApply(
            found ->
                found.orElseThrow(
                    () ->
                        new GatewayException(
                            FailureClass.GONE, version + " is gone at the source", null)));
  }

  /** A copy that may have been cut short before its tags is not believed before these are equal. */
  @Override
  public CompletionStage<Optional<DestinationVersion>> destination(ObjectVersion object) {
    return head(object.bucket(), object.key(), "")
        .thenCompose(
            head ->
                head.isEmpty()
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : recordedMtime(object, head.get())
                        .thenApply(mtime -> Optional.of(described(head.get(), mtime))));
  }

  private CompletionStage<Optional<Instant>> recordedMtime(ObjectVersion object, S3Answer head) {
    Optional<Instant> recorded = CopyMetadata.sourceMtime(head);
    if (recorded.isPresent() && writes.byEtag() && CopyMetadata.isOther(head)) {
      return CompletableFuture.completedFuture(Optional.of(Instant.EPOCH));
    }
    if (recorded.isEmpty() || !CopyMetadata.isFollowed(head)) {
      return CompletableFuture.completedFuture(recorded);
    }
    return source
        .stat(object)
        .thenCompose(
            found ->
                found.isEmpty()
                    ? CompletableFuture.completedFuture(recorded)
                    : tags.equal(found.get(), "")
                        .thenApply(equal -> equal ? recorded : Optional.of(Instant.EPOCH)));
  }

  private static DestinationVersion described(S3Answer head, Optional<Instant> mtime) {
    return new DestinationVersion(
        head.header("x-amz-version-id"), head.contentLength(), head.etag(), mtime);
  }

  private CompletionStage<Optional<S3Answer>> head(BucketName bucket, String key, String id) {
    return Absent.unless(
        store.call(S3Request.object(Method.HEAD, bucket, key).queryIfGiven("versionId", id)));
  }

  @Override
  public CompletionStage<Optional<Image>> image(BucketName bucket, String key, String id) {
    return head(bucket, key, id)
        .thenApply(head -> head.flatMap(found -> CopyMetadata.image(found, id, writes.byEtag())));
  }

  @Override
  public CompletionStage<Void> enable(BucketName bucket) {
    return versioning.enableForAVersion(bucket);
  }

  @Override
  public CompletionStage<Optional<String>> mark(BucketName bucket, String key) {
    return store
        .call(S3Request.object(Method.DELETE, bucket, key))
        .thenApply(
            answer -> {
              String id = answer.header("x-amz-version-id");
              boolean made = answer.header("x-amz-delete-marker").equals("true");
              if (made && !isOfVersion(id)) {
                throw versioning.undone(bucket, "the delete marker of " + key);
              }
              return made ? Optional.of(id) : Optional.empty();
            });
  }

  @Override
  public CompletionStage<String> placeholder(BucketName bucket, String key) {
    return locks
        .of(bucket, false)
        .thenCompose(
            there ->
                store.call(
                    S3Request.object(Method.PUT, bucket, key)
                        .headers(CopyMetadata.ofPlaceholder())
                        .headers(locks.headersOfNothing(there))
                        .header("Content-MD5", ContentMd5.of(""))
                        .body(RequestBody.of(""))))
        .thenApply(
            answer -> {
              String id = answer.header("x-amz-version-id");
              if (!isOfVersion(id)) {
                throw versioning.undone(bucket, "a placeholder of " + key);
              }
              return id;
            });
  }

  /** Where the bucket keeps versions by now, a removal without an id only hides the object. */
  @Override
  public CompletionStage<Void> remove(ObjectVersion object) {
    BucketName bucket = object.bucket();
    return Absent.unless(store.call(S3Request.object(Method.DELETE, bucket, object.key())))
        .thenCompose(
            answer -> {
              String marker =
                  answer
                      .filter(done -> done.header("x-amz-delete-marker").equals("true"))
                      .map(done -> done.header("x-amz-version-id"))
                      .orElse("");
              return marker.isEmpty()
                  ? CompletableFuture.completedFuture(null)
                  : remove(bucket, object.key(), marker)
                      .thenCompose(
                          removed ->
                              CompletableFuture.failedFuture(
                                  versioning.keeps(bucket, "the removal of " + object)));
            });
  }

  @Override
  public CompletionStage<Void> remove(BucketName bucket, String key, String destinationId) {
    return locks.remove(bucket, key, destinationId);
  }

  @Override
  public CompletionStage<List<ListedVersion>> versionsAtSource(BucketName bucket, String key) {
    return source.versions(bucket, key);
  }

  @Override
  public CompletionStage<List<ListedVersion>> versionsAtDestination(BucketName bucket, String key) {
    return listings.versions(bucket, key);
  }

  @Override
  public CompletionStage<Void> settled(BucketName bucket, String key) {
    return uploads.forget(bucket, key);
  }

  @Override
  public CompletionStage<Boolean> existsAtSource(ObjectVersion version) {
    return source.exists(version);
  }
}
