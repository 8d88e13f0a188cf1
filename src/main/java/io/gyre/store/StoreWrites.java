package io.gyre.store;

import io.gyre.config.StoreQuirks;
import io.gyre.config.Verification;
import io.gyre.copy.MultipartPlan;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.map.ClassMap;
import io.gyre.rgw.SourceObjects;
import io.gyre.rgw.SourceVersion;
import io.gyre.s3.RequestBody;
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
import java.util.function.Supplier;

/** Writes versions of the source to a store, and verifies them. */
final class StoreWrites {
  private final S3Client store;
  private final SourceObjects source;
  private final MultipartCopy multipart;
  private final StoreQuirks quirks;
  private final Verification verification;
  private final boolean crc;
  private final TagRelay tags;
  private final StoreLocks locks;
  private final ReadBack readBack;
  private final ClassMap classes;
  private final LossObserver observer;
  private final Clock clock;

  /**
   * What was written.
   *
   * @param versionId as the store says; empty where it keeps no versions
   * @param etag as the store says
   * @param sum the ETag of what was sent, where ETags are MD5 sums; empty where it was not taken
   * @param confirmed whether the store says by a checksum that it has what was sent
   */
  record Written(String versionId, String etag, String sum, boolean confirmed) {}

  StoreWrites(
      S3Client store,
      SourceObjects source,
      MultipartCopy multipart,
      StoreQuirks quirks,
      Verification verification,
      StoreLocks locks,
      ClassMap classes,
      LossObserver observer,
      Clock clock) {
    this.store = store;
    this.source = source;
    this.multipart = multipart;
    this.quirks = quirks;
    this.crc = verification == Verification.CHECKSUM && quirks.crc32c();
    this.verification = verification;
    this.classes = classes;
    this.tags = new TagRelay(store);
    this.locks = locks;
    this.readBack = new ReadBack(store);
    this.observer = observer;
    this.clock = clock;
  }

  /** Writes a version on top of its key. */
  CompletionStage<Written> write(SourceVersion version, OptionalLong epoch) {
    return plan(version)
        .thenCombine(lockThere(version), Planned::new)
        .thenCompose(
            planned -> {
              Optional<MultipartPlan> parts = planned.parts();
              WriteHeaders headers =
                  WriteHeaders.of(
                      version,
                      classOf(version),
                      epoch,
                      quirks,
                      locks.sent(version.lock(clock.instant()), planned.lock()),
                      parts.isPresent());
              return Absent.provesNothing(
                  version.version(),
                  written(version, headers, parts)
                      .thenCompose(written -> verified(version, parts, written))
                      .thenCompose(written -> follow(version, headers, written))
                      .thenCompose(written -> lock(version, headers, planned.lock(), written))
                      .thenApply(written -> told(version, planned.lock(), written)));
            });
  }

  /**
   * How it is written.
   *
   * @param parts empty for a single PUT
   * @param lock what the store's bucket has
   */
  private record Planned(Optional<MultipartPlan> parts, StoreLocks.State lock) {}

  /** Only a bucket that keeps versions has object lock. */
  private CompletionStage<StoreLocks.State> lockThere(SourceVersion version) {
    return version.version().versionId().isEmpty()
        ? CompletableFuture.completedFuture(StoreLocks.State.NONE)
        : locks.of(version.version().bucket(), version.lock(clock.instant()).isLocked());
  }

  private CompletionStage<Written> lock(
      SourceVersion version, WriteHeaders headers, StoreLocks.State there, Written written) {
    return headers.lockFollows()
        ? locks.write(version, written.versionId(), there).thenApply(done -> written)
        : CompletableFuture.completedFuture(written);
  }

  private Optional<String> classOf(SourceVersion version) {
    return classes.ruled(version.storageClass().orElse(""));
  }

  /** Empty for a single PUT. */
  private CompletionStage<Optional<MultipartPlan>> plan(SourceVersion version) {
    return version.parts() == 0
        ? CompletableFuture.completedFuture(
            MultipartPlan.of(version.etag(), version.size(), List.of()))
        : source
            .layout(version.version(), version.size())
            .thenApply(stretches -> MultipartPlan.of(version.etag(), version.size(), stretches));
  }

  private CompletionStage<Written> written(
      SourceVersion version, WriteHeaders headers, Optional<MultipartPlan> parts) {
    return parts
        .map(plan -> multipart.run(version, headers.headers(), plan))
        .orElseGet(() -> put(version, headers));
  }

  private CompletionStage<Written> put(SourceVersion version, WriteHeaders headers) {
    RequestBody bytes = version.take(version.size());
    S3Request request =
        S3Request.object(Method.PUT, version.version().bucket(), version.version().key())
            .headers(headers.headers());
    if (version.hasPlainEtag()) {
      // The store then refuses a body that was damaged on the way before it stores it.
      request.header("Content-MD5", ContentMd5.ofEtag(version.etag()));
      return crc && bytes instanceof RequestBody.Bytes
          ? put(version, request, headers, bytes, version::etag)
          : store
              .call(request.body(bytes))
              .thenApply(answer -> said(answer, version.etag(), false));
    }
    SummedBody summed = SummedBody.of(bytes);
    return crc
        ? put(version, request, headers, summed.body(), summed::md5)
        : store
            .call(request.body(summed.body()))
            .thenApply(answer -> said(answer, summed.md5(), false));
  }

  /** With a checksum by which the store tells that it has what was sent. */
  private CompletionStage<Written> put(
      SourceVersion version,
      S3Request request,
      WriteHeaders headers,
      RequestBody body,
      Supplier<String> sum) {
    Crc32cBody checked = new Crc32cBody(body);
    String encoding = headers.headers().getOrDefault("Content-Encoding", "");
    return store
        .call(checked.on(request, encoding))
        .thenCompose(
            answer -> {
              String there = answer.header(Crc32cBody.HEADER);
              Written written = said(answer, sum.get(), checked.isConfirmed(answer));
              return there.isEmpty() || written.confirmed()
                  ? CompletableFuture.completedFuture(written)
                  : undo(
                      version,
                      written,
                      answer.etag() + ", CRC32C " + there,
                      "CRC32C " + checked.value());
            });
  }

  /** Whether the ETag of a copy tells that it is one. */
  boolean byEtag() {
    return verification == Verification.ETAG;
  }

  private static Written said(S3Answer answer, String sum, boolean confirmed) {
    return new Written(answer.header("x-amz-version-id"), answer.etag(), sum, confirmed);
  }

  private CompletionStage<Written> verified(
      SourceVersion version, Optional<MultipartPlan> parts, Written written) {
    boolean known = parts.map(MultipartPlan::exact).orElse(version.hasPlainEtag());
    String sent = written.sum().isEmpty() ? written.etag() : written.sum();
    String expected = known ? version.etag() : sent;
    return stored(version, parts, written, expected)
        .thenCompose(
            etag ->
                etag.equals(expected)
                    ? CompletableFuture.completedFuture(written)
                    : undo(version, written, etag, expected));
  }

  /** The ETag of what is stored, found out as it was asked for. */
  private CompletionStage<String> stored(
      SourceVersion version, Optional<MultipartPlan> parts, Written written, String expected) {
    boolean bySum =
        written.confirmed()
            || written.etag().equals(expected)
            || (parts.isEmpty() && version.hasPlainEtag());
    return switch (verification) {
      case ETAG -> CompletableFuture.completedFuture(written.etag());
      case CHECKSUM ->
          bySum
              ? CompletableFuture.completedFuture(expected)
              : readBack.etag(version, written.versionId(), parts);
      case READ_BACK -> readBack.etag(version, written.versionId(), parts);
    };
  }

  /** So that nobody takes it for a copy, we included. */
  private CompletionStage<Written> undo(
      SourceVersion version, Written written, String etag, String expected) {
    return locks
        .remove(version.version().bucket(), version.version().key(), written.versionId())
        .thenCompose(
            removed ->
                CompletableFuture.failedFuture(differs(store.zone(), version, etag, expected)));
  }

  /** A copy, done or begun, that is none. */
  static GatewayException differs(
      String store, SourceVersion version, String etag, String expected) {
    return new GatewayException(
        FailureClass.CORRUPT,
        "store "
            + store
            + ": the copy of "
            + version.version()
            + " got ETag "
            + etag
            + " and not "
            + expected
            + ", and was removed again. Where a store's ETags are no MD5 sums, as with keys of a KMS,"
            + " destination.verify has to be checksum or read-back",
        null);
  }

  private CompletionStage<Written> follow(
      SourceVersion version, WriteHeaders headers, Written written) {
    return headers.tagsFollow()
        ? tags.write(version, written.versionId()).thenApply(done -> written)
        : CompletableFuture.completedFuture(written);
  }

  private Written told(SourceVersion version, StoreLocks.State lock, Written written) {
    if (!written.etag().equals(version.etag())) {
      observer.etagDiffers(version.version(), version.etag());
    }
    if (version.hasGrants()) {
      observer.grantsLost(version.version());
    }
    if (lock == StoreLocks.State.NONE && version.lock(clock.instant()).isLocked()) {
      observer.lockLost(version.version());
    }
    version
        .storageClass()
        .filter(name -> classOf(version).isEmpty())
        .ifPresent(name -> observer.storageClassLost(version.version(), name));
    return written;
  }
}
