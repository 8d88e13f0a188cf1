package io.gyre.rgw;

import io.gyre.log.BucketName;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import io.gyre.s3.Xml;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which buckets of the destination give a retention of their own to what is written without one. A
 * version that has none at the source must not get it.
 */
public final class LockDefaults {
  /** Buckets that are remembered; more are asked for again. */
  private static final int MAX = 10_000;

  private final S3Client zone;
  private final ConcurrentHashMap<BucketName, Boolean> known = new ConcurrentHashMap<>();

  public LockDefaults(S3Client zone) {
    this.zone = zone;
  }

  /** Whether the bucket has a default retention; asked once. */
  CompletionStage<Boolean> has(BucketName bucket) {
    Boolean remembered = known.get(bucket);
    if (remembered != null) {
      return CompletableFuture.completedFuture(remembered);
    }
    return zone.call(S3Request.bucket(Method.GET, bucket).flag("object-lock"))
        .thenApply(answer -> hasRule(answer.body()))
        .exceptionallyCompose(
            failure ->
                RgwBucketOperations.isGone(failure)
                    ? CompletableFuture.completedFuture(false)
                    : CompletableFuture.failedFuture(failure))
        .thenApply(found -> remember(bucket, found));
  }

  /** It has been given one. */
  void set(BucketName bucket) {
    remember(bucket, true);
  }

  private boolean remember(BucketName bucket, boolean has) {
    if (known.size() >= MAX) {
      known.clear();
    }
    known.put(bucket, has);
    return has;
  }

  private static boolean hasRule(byte[] document) {
    try {
      return !Xml.children(Xml.parse(document), "Rule").isEmpty();
    } catch (IOException e) {
      // Nothing that could be read as a default: at worst one is overridden in vain.
      return true;
    }
  }
}
