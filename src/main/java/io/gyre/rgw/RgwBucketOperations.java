package io.gyre.rgw;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gyre.copy.ObjectVersion;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPosition;
import io.gyre.metadata.BucketOperations;
import io.gyre.metadata.OtherKeys;
import io.gyre.s3.RequestBody;
import io.gyre.s3.S3Answer;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import io.gyre.s3.Xml;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.w3c.dom.Element;

/** A zone's buckets, over S3. */
public final class RgwBucketOperations implements BucketOperations {
  /** Versions that are removed at once, and listed at once. */
  private static final int REMOVED_AT_ONCE = 64;

  /** How often the same page is removed: the index may be completed a moment after an answer. */
  private static final int REPEATED_MAX = 20;

  private final S3Client zone;
  private final LockDefaults defaults;
  private final VersionRemoval removal;
  private final Predicate<String> removable;

  /**
   * The buckets of the zone that this client talks to; its user has to be a system user.
   *
   * @param defaults is told of defaults that are set
   * @param removable keys that may be removed with their bucket; one with others stays
   */
  public RgwBucketOperations(S3Client zone, LockDefaults defaults, Predicate<String> removable) {
    this.zone = zone;
    this.removable = removable;
    this.defaults = defaults;
    this.removal = new VersionRemoval(zone);
  }

  @Override
  public CompletionStage<Optional<String>> lockDefault(BucketName bucket) {
    return unlessGone(
            zone.call(S3Request.bucket(Method.GET, bucket).flag("object-lock")), Optional::of)
        .thenApply(found -> found.map(answer -> new String(answer.body(), UTF_8)))
        .thenApply(found -> found.filter(document -> document.contains("<Rule>")));
  }

  @Override
  public CompletionStage<Void> setLockDefault(BucketName bucket, String document) {
    S3Request request =
        S3Request.bucket(Method.PUT, bucket).flag("object-lock").body(RequestBody.of(document));
    defaults.set(bucket);
    return zone.call(request).thenApply(answer -> null);
  }

  @Override
  public CompletionStage<Void> removeContents(
      BucketName bucket, Supplier<? extends CompletionStage<Void>> goOn) {
    return empty(bucket, goOn, List.of(), 0).thenCompose(emptied -> abortUploads(bucket));
  }

  @Override
  public CompletionStage<Void> removeWithContents(
      BucketName bucket, Supplier<? extends CompletionStage<Void>> goOn) {
    return removeContents(bucket, goOn).thenCompose(emptied -> removeEmpty(bucket));
  }

  /**
   * Removes page by page.
   *
   * @param before the page that was removed last
   * @param again how often that page has come again
   */
  private CompletionStage<Void> empty(
      BucketName bucket,
      Supplier<? extends CompletionStage<Void>> goOn,
      List<ListedVersion> before,
      int again) {
    return goOn.get()
        .thenCompose(going -> versions(bucket))
        .thenCompose(
            page -> {
              if (page.isEmpty()) {
                return CompletableFuture.completedFuture(null);
              }
              Optional<ListedVersion> kept =
                  page.stream().filter(row -> !removable.test(row.key())).findFirst();
              if (kept.isPresent()) {
                return CompletableFuture.failedFuture(keeps(bucket, kept.get()));
              }
              int repeated = page.equals(before) ? again + 1 : 0;
              return repeated > REPEATED_MAX
                  ? CompletableFuture.failedFuture(stays(bucket, page))
                  : allOf(page, version -> remove(bucket, version))
                      .thenCompose(removed -> empty(bucket, goOn, page, repeated));
            });
  }

  private static GatewayException keeps(BucketName bucket, ListedVersion row) {
    return new GatewayException(
        FailureClass.DENIED,
        "it holds keys that select.keys leaves out, such as "
            + row.key()
            + ", and these are never removed; remove "
            + bucket
            + " by hand, or change select.keys and start again",
        null);
  }

  private GatewayException stays(BucketName bucket, List<ListedVersion> page) {
    ListedVersion first = page.get(0);
    return new GatewayException(
        FailureClass.TRANSIENT,
        "zone "
            + zone.zone()
            + ": "
            + bucket
            + " cannot be emptied: "
            + page.size()
            + " versions stay listed after their removal, the first is "
            + first.key()
            + " (version "
            + first.versionId()
            + "); 'radosgw-admin bucket check --fix --check-objects --bucket="
            + bucket
            + "' there may mend its index",
        null);
  }

  private CompletionStage<List<ListedVersion>> versions(BucketName bucket) {
    S3Request request =
        S3Request.bucket(Method.GET, bucket)
            .flag("versions")
            .query("format", "json")
            .query("objs-container", "true")
            .query("max-keys", "" + REMOVED_AT_ONCE);
    return unlessGone(
            zone.call(request),
            answer ->
                ListingJson.parse(answer.body())
                    .map(listing -> listing.here(zone.places().keysOf(bucket)))
                    .map(listing -> listing.page(ListingPosition.START).versions()))
        .thenApply(found -> found.orElse(List.of()));
  }

  private CompletionStage<Void> remove(BucketName bucket, ListedVersion version) {
    ObjectVersion listed = new ObjectVersion(bucket, version.key(), version.versionId());
    return removal
        .remove(listed)
        .exceptionallyCompose(
            failure ->
                isGone(failure)
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.failedFuture(failure));
  }

  /** Unfinished uploads do not keep a bucket from being removed, but would stay as garbage. */
  private CompletionStage<Void> abortUploads(BucketName bucket) {
    return unlessGone(zone.call(S3Request.bucket(Method.GET, bucket).flag("uploads")), Optional::of)
        .thenCompose(
            found -> {
              List<Element> uploads =
                  found.map(answer -> Xml.children(parsed(answer), "Upload")).orElse(List.of());
              return allOf(uploads, upload -> abort(bucket, upload));
            });
  }

  private CompletionStage<Void> abort(BucketName bucket, Element upload) {
    Optional<String> key = zone.places().keysOf(bucket).toHere(Xml.text(upload, "Key"));
    if (key.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    S3Request request =
        S3Request.object(Method.DELETE, bucket, key.get())
            .query("uploadId", Xml.text(upload, "UploadId"));
    return unlessGone(zone.call(request), Optional::of).thenApply(gone -> null);
  }

  private CompletionStage<Void> removeEmpty(BucketName bucket) {
    return OtherKeys.named(
            unlessGone(zone.call(S3Request.bucket(Method.DELETE, bucket)), Optional::of),
            bucket,
            zone.places(),
            () -> versions(bucket))
        .thenApply(gone -> null);
  }

  private Element parsed(S3Answer answer) {
    try {
      return Xml.parse(answer.body());
    } catch (IOException e) {
      String message = "zone " + zone.zone() + ": the list of uploads is not readable";
      throw new GatewayException(FailureClass.TRANSIENT, message, e);
    }
  }

  /** The answer, or nothing where the zone's own error says that there is no such thing. */
  static <T> CompletionStage<Optional<T>> unlessGone(
      CompletionStage<S3Answer> call, Function<S3Answer, Optional<T>> reader) {
    return call.thenApply(reader)
        .exceptionallyCompose(
            failure ->
                isGone(failure)
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : CompletableFuture.failedFuture(failure));
  }

  static boolean isGone(Throwable failure) {
    return Refusals.provenAbsent(failure)
        || (GatewayException.unwrap(failure) instanceof GatewayException answer
            && (answer.code().equals("NoSuchBucket")
                || answer.code().equals("ObjectLockConfigurationNotFoundError")));
  }

  private static <T> CompletionStage<Void> allOf(
      List<T> all, Function<T, CompletionStage<Void>> each) {
    CompletableFuture<?>[] stages =
        all.stream()
            .map(one -> each.apply(one).toCompletableFuture())
            .toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(stages);
  }
}
