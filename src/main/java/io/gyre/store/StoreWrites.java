package io.gyre.store;

import io.gyre.config.StoreQuirks;
import io.gyre.copy.MultipartPlan;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.rgw.SourceObjects;
import io.gyre.rgw.SourceVersion;
import io.gyre.s3.S3Answer;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Writes versions of the source to a store. */
final class StoreWrites {
  private final S3Client store;
  private final SourceObjects source;
  private final MultipartCopy multipart;
  private final StoreQuirks quirks;
  private final TagRelay tags;
  private final LossObserver observer;
  private final Clock clock;

  /**
   * What was written.
   *
   * @param versionId as the store says; empty where it keeps no versions
   * @param etagKept whether it has the source's ETag
   */
  record Written(String versionId, boolean etagKept) {}

  StoreWrites(
      S3Client store,
      SourceObjects source,
      MultipartCopy multipart,
      StoreQuirks quirks,
      LossObserver observer,
      Clock clock) {
    this.store = store;
    this.source = source;
    this.multipart = multipart;
    this.quirks = quirks;
    this.tags = new TagRelay(store);
    this.observer = observer;
    this.clock = clock;
  }

  /** Writes a version on top of its key. */
  CompletionStage<Written> write(SourceVersion version, OptionalLong epoch) {
    return plan(version)
        .thenCompose(
            parts -> {
              WriteHeaders headers =
                  WriteHeaders.of(version, epoch, quirks, parts.isPresent());
              return Absent.provesNothing(
                  version.version(),
                  written(version, headers, parts)
                      .thenCompose(written -> follow(version, headers, written))
                      .thenApply(written -> told(version, written)));
            });
  }

  /** Empty for a single PUT. */
  private CompletionStage<Optional<MultipartPlan>> plan(SourceVersion version) {
    return version.parts() == 0
        ? CompletableFuture.completedFuture(
            MultipartPlan.of(version.etag(), version.size(), List.of()))
        : source
            .layout(version.version(), version.size())
            .thenApply(
                stretches -> MultipartPlan.of(version.etag(), version.size(), stretches));
  }

  private CompletionStage<Written> written(
      SourceVersion version, WriteHeaders headers, Optional<MultipartPlan> parts) {
    return parts
        .map(plan -> multipart.run(version, headers.headers(), plan))
        .orElseGet(
            () ->
                store
                    .call(put(version, headers))
                    .thenApply(answer -> verified(version, answer)));
  }

  private static S3Request put(SourceVersion version, WriteHeaders headers) {
    S3Request request =
        S3Request.object(Method.PUT, version.version().bucket(), version.version().key())
            .headers(headers.headers())
            .body(version.take(version.size()));
    if (version.hasPlainEtag()) {
      // The store then refuses a body that was damaged on the way before it stores it.
      request.header("Content-MD5", ContentMd5.ofEtag(version.etag()));
    }
    return request;
  }

  private Written verified(SourceVersion version, S3Answer answer) {
    boolean sameEtag = answer.etag().equals(version.etag());
    if (version.hasPlainEtag() && !sameEtag) {
      throw new GatewayException(
          FailureClass.CORRUPT,
          "store "
              + store.zone()
              + ": the copy of "
              + version.version()
              + " has ETag "
              + answer.etag()
              + " and not "
              + version.etag(),
          null);
    }
    return new Written(answer.header("x-amz-version-id"), sameEtag);
  }

  private CompletionStage<Written> follow(
      SourceVersion version, WriteHeaders headers, Written written) {
    return headers.tagsFollow()
        ? tags.write(version, written.versionId()).thenApply(done -> written)
        : CompletableFuture.completedFuture(written);
  }

  private Written told(SourceVersion version, Written written) {
    if (!written.etagKept()) {
      observer.etagDiffers(version.version(), version.etag());
    }
    if (version.hasGrants()) {
      observer.grantsLost(version.version());
    }
    if (version.isLocked(clock.instant())) {
      observer.lockLost(version.version());
    }
    version.storageClass().ifPresent(name -> observer.storageClassLost(version.version(), name));
    return written;
  }
}
