package io.gyre.store;

import io.gyre.copy.BucketVersioning;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.log.Versioning;
import io.gyre.s3.RequestBody;
import io.gyre.s3.S3Answer;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import io.gyre.s3.Xml;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which buckets of a store keep versions: those that ever did at the source, from the first version
 * on, for good. At most as many are remembered as the source has buckets.
 */
final class StoreVersioning implements BucketVersioning {
  private static final String ENABLED =
      "<VersioningConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
          + "<Status>Enabled</Status></VersioningConfiguration>";

  private final S3Client store;
  private final LossObserver observer;
  private final Set<BucketName> wanted = ConcurrentHashMap.newKeySet();
  private final Set<BucketName> enabled = ConcurrentHashMap.newKeySet();

  StoreVersioning(S3Client store, LossObserver observer) {
    this.store = store;
    this.observer = observer;
  }

  @Override
  public void wants(BucketName bucket, Versioning state) {
    if (state.everEnabled()) {
      wanted.add(bucket);
    }
    if (state == Versioning.SUSPENDED) {
      observer.settingLost(
          bucket,
          "suspended versioning",
          "it keeps versions as long as Gyre writes to it; suspend that there in the end");
    }
  }

  @Override
  public void resume(BucketName bucket, Versioning state) {
    wants(bucket, state);
  }

  @Override
  public void forget(BucketName bucket) {
    wanted.remove(bucket);
    enabled.remove(bucket);
  }

  boolean everEnabled(BucketName bucket) {
    return wanted.contains(bucket) || enabled.contains(bucket);
  }

  /** Makes sure of it; asked once, until somebody is found to have undone it. */
  CompletionStage<Void> enable(BucketName bucket) {
    return enabled.contains(bucket)
        ? CompletableFuture.completedFuture(null)
        : state(bucket)
            .thenCompose(
                state ->
                    state == Versioning.ENABLED
                        ? CompletableFuture.completedFuture(null)
                        : store.call(
                            S3Request.bucket(Method.PUT, bucket)
                                .flag("versioning")
                                .body(RequestBody.of(ENABLED))))
            .exceptionallyCompose(
                failure ->
                    CompletableFuture.failedFuture(
                        BucketSettings.isUnknown(failure) ? keepsNone(bucket, failure) : failure))
            .thenAccept(done -> enabled.add(bucket));
  }

  /**
   * The same for a version that is about to be written. A bucket that may be in one with others
   * there does not begin to keep versions before the source says that it does: the removals of the
   * others would make delete markers.
   */
  CompletionStage<Void> enableForAVersion(BucketName bucket) {
    return store.places().mayShare(bucket) && !everEnabled(bucket)
        ? CompletableFuture.failedFuture(
            new GatewayException(
                FailureClass.INVALID,
                CONFLICT,
                "InvalidBucketState",
                "other buckets may be in the same one of the store as "
                    + bucket
                    + ", which keeps no versions; a version is written once the source says that all"
                    + " of them keep versions",
                null))
        : enable(bucket);
  }

  private GatewayException keepsNone(BucketName bucket, Throwable failure) {
    return new GatewayException(
        FailureClass.INVALID,
        "store "
            + store.zone()
            + " keeps no versions, which bucket "
            + bucket
            + " has; leave it out with select.buckets",
        GatewayException.unwrap(failure));
  }

  /** A write made no version. */
  GatewayException undone(BucketName bucket, String what) {
    enabled.remove(bucket);
    return new GatewayException(
        FailureClass.TRANSIENT,
        "store "
            + store.zone()
            + ": "
            + what
            + " made no version: somebody has suspended the versioning of bucket "
            + bucket
            + " there; it is enabled again",
        null);
  }

  /** A write of a plain object made a version: all that follows is done by versions. */
  GatewayException keeps(BucketName bucket, String what) {
    enabled.add(bucket);
    return new GatewayException(
        FailureClass.TRANSIENT,
        "store "
            + store.zone()
            + ": "
            + what
            + " made a version, as bucket "
            + bucket
            + " keeps them by now; it is looked at again",
        null);
  }

  /** The state that the store's bucket is in; one that knows no versions keeps none. */
  CompletionStage<Versioning> state(BucketName bucket) {
    return store
        .call(S3Request.bucket(Method.GET, bucket).flag("versioning"))
        .thenApply(this::read)
        .exceptionallyCompose(
            failure ->
                BucketSettings.isUnknown(failure)
                    ? CompletableFuture.completedFuture(Versioning.NEVER)
                    : CompletableFuture.failedFuture(failure));
  }

  private Versioning read(S3Answer answer) {
    try {
      return switch (Xml.text(Xml.parse(answer.body()), "Status")) {
        case "Enabled" -> Versioning.ENABLED;
        case "Suspended" -> Versioning.SUSPENDED;
        default -> Versioning.NEVER;
      };
    } catch (IOException e) {
      String message = "store " + store.zone() + ": a bucket's versioning state is not readable";
      throw new GatewayException(FailureClass.CORRUPT, message, e);
    }
  }
}
