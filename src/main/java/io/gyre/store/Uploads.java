package io.gyre.store;

import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.CheckpointStore;
import io.gyre.checkpoint.OpenUpload;
import io.gyre.copy.ObjectVersion;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.rgw.SourceVersion;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import io.gyre.s3.Xml;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Element;

/**
 * The uploads in parts that have begun at a store: durable, so that a restart goes on with them,
 * and those that are of no use any more are found and aborted. One key is worked on by one caller
 * at a time.
 */
final class Uploads {
  private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);

  private static final Duration ABANDONED = Duration.ofDays(7);

  /** As many as are remembered over a restart: more are found by their keys. */
  private static final int MAX = 100_000;

  private record Key(BucketName bucket, String key) {
    static Key of(ObjectVersion version) {
      return new Key(version.bucket(), version.key());
    }
  }

  private final S3Client store;
  private final CheckpointStore checkpoints;
  private final Clock clock;
  private volatile Optional<CompletableFuture<Map<Key, OpenUpload>>> loaded = Optional.empty();

  Uploads(S3Client store, CheckpointStore checkpoints, Clock clock) {
    this.store = store;
    this.checkpoints = checkpoints;
    this.clock = clock;
  }

  /** Read once; a failure is not remembered. */
  private synchronized CompletionStage<Map<Key, OpenUpload>> known() {
    if (loaded.filter(before -> !before.isCompletedExceptionally()).isEmpty()) {
      loaded =
          Optional.of(
              checkpoints
                  .uploads(MAX)
                  .thenApply(
                      all -> {
                        Map<Key, OpenUpload> byKey = new ConcurrentHashMap<>();
                        all.forEach(each -> byKey.put(new Key(each.bucket(), each.key()), each));
                        return byKey;
                      })
                  .toCompletableFuture());
    }
    return loaded.orElseThrow();
  }

  /** The upload of this very version, if one has begun. One of another version is aborted. */
  CompletionStage<Optional<OpenUpload>> of(SourceVersion version) {
    return known()
        .thenCompose(
            all -> {
              Optional<OpenUpload> open = Optional.ofNullable(all.get(Key.of(version.version())));
              boolean same = open.filter(each -> isOf(each, version)).isPresent();
              return open.isEmpty() || same
                  ? CompletableFuture.completedFuture(open)
                  : abort(open.get()).thenApply(aborted -> Optional.empty());
            });
  }

  private static boolean isOf(OpenUpload upload, SourceVersion version) {
    return upload.versionId().equals(version.version().readId())
        && upload.etag().equals(version.etag())
        && upload.sourceMtime().equals(version.mtime());
  }

  /** One has begun. */
  CompletionStage<OpenUpload> begun(SourceVersion version, String uploadId) {
    OpenUpload upload =
        new OpenUpload(
            version.version().bucket(),
            version.version().key(),
            uploadId,
            version.version().readId(),
            version.etag(),
            version.mtime(),
            clock.instant());
    return known()
        .thenCompose(
            all -> {
              all.put(Key.of(version.version()), upload);
              return checkpoints.save(Change.of(new Change.UploadBegun(upload)));
            })
        .thenApply(saved -> upload);
  }

  /** It has become an object, or is not there any more. */
  CompletionStage<Void> ended(OpenUpload upload) {
    return known()
        .thenCompose(
            all -> {
              all.remove(new Key(upload.bucket(), upload.key()), upload);
              return checkpoints.save(
                  Change.of(new Change.UploadEnded(upload.bucket(), upload.key())));
            });
  }

  /** Aborts what has begun of a key and is not needed any more. */
  CompletionStage<Void> forget(BucketName bucket, String key) {
    return known()
        .thenCompose(
            all ->
                Optional.ofNullable(all.get(new Key(bucket, key)))
                    .map(this::abort)
                    .orElseGet(() -> CompletableFuture.completedFuture(null)));
  }

  /**
   * Aborts what has begun long ago: keys to which nobody comes back, as those of a bucket that is
   * not selected any more. What cannot be aborted now is tried again at the next start.
   */
  CompletionStage<Void> abandonOld() {
    Instant old = clock.instant().minus(ABANDONED);
    return known()
        .thenCompose(
            all -> {
              CompletionStage<Void> done = CompletableFuture.completedFuture(null);
              for (OpenUpload upload : List.copyOf(all.values())) {
                if (upload.begun().isBefore(old)) {
                  done = done.thenCompose(before -> abandon(upload));
                }
              }
              return done;
            });
  }

  /** One that cannot be aborted keeps none of the others. */
  private CompletionStage<Void> abandon(OpenUpload upload) {
    return abort(upload)
        .exceptionally(
            failure -> {
              LOG.warn(
                  "{} / {}: its upload, begun at {}, is not aborted: {}",
                  upload.bucket(),
                  upload.key(),
                  upload.begun(),
                  GatewayException.unwrap(failure).getMessage());
              return null;
            });
  }

  /** Aborts an upload that is known. */
  CompletionStage<Void> abort(OpenUpload upload) {
    LOG.debug("{} / {}: its upload is aborted", upload.bucket(), upload.key());
    return abort(upload.bucket(), upload.key(), upload.uploadId())
        .thenCompose(aborted -> ended(upload));
  }

  private CompletionStage<Void> abort(BucketName bucket, String key, String uploadId) {
    return Absent.unless(
            store.call(S3Request.object(Method.DELETE, bucket, key).query("uploadId", uploadId)))
        .thenAccept(aborted -> {});
  }

  /**
   * Aborts all uploads of a key: those whose beginning was not recorded any more. A replica has no
   * other writers, and the key is about to be written anyway.
   */
  CompletionStage<Void> abortUnknown(ObjectVersion version) {
    S3Request request =
        S3Request.bucket(Method.GET, version.bucket())
            .flag("uploads")
            .query("encoding-type", "url")
            .query("prefix", version.key());
    return store
        .call(request)
        .thenCompose(
            answer -> {
              CompletionStage<Void> done = CompletableFuture.completedFuture(null);
              ListingXml listing = ListingXml.of(store.zone(), answer);
              for (Element upload : Xml.children(listing.root(), "Upload")) {
                Optional<String> key =
                    store.places().keysOf(version.bucket()).toHere(listing.key(upload));
                if (key.filter(version.key()::equals).isPresent()) {
                  LOG.info("{}: an upload that an earlier Gyre has left is aborted", version);
                  String id = Xml.text(upload, "UploadId");
                  done = done.thenCompose(before -> abort(version.bucket(), version.key(), id));
                }
              }
              return done;
            })
        .exceptionallyCompose(
            failure -> {
              LOG.info(
                  "{}: what uploads an earlier Gyre may have left cannot be listed: {}",
                  version,
                  GatewayException.unwrap(failure).getMessage());
              return CompletableFuture.completedFuture(null);
            });
  }
}
