package io.gyre.store;

import io.gyre.config.StoreQuirks;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.map.ClassMap;
import io.gyre.map.Mapping;
import io.gyre.map.OwnerMap;
import io.gyre.map.PolicyText;
import io.gyre.rgw.BucketDocuments;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The documents that buckets of both ends have. Only reads. */
final class SettingDocuments {
  private static final Pattern BLOCK_PUBLIC_ACLS =
      Pattern.compile("(<BlockPublicAcls>)\\s*(?i:true)\\s*(</BlockPublicAcls>)");

  private final BucketDocuments source;
  private final S3Client store;
  private final StoreQuirks quirks;

  SettingDocuments(BucketDocuments source, S3Client store, StoreQuirks quirks) {
    this.source = source;
    this.store = store;
    this.quirks = quirks;
  }

  /** The source's, as the store's bucket is to have it; fails where it has none. */
  CompletionStage<Wanted> wanted(BucketName bucket, BucketSetting setting) {
    return source
        .get(bucket, setting.subResource())
        .thenApply(setting.asTaken())
        .thenApply(document -> letBeWritten(bucket, setting, document));
  }

  /**
   * What the store is to have.
   *
   * @param unblocked whether BlockPublicAcls had to be left out
   */
  record Wanted(String document, boolean unblocked) {}

  private Wanted letBeWritten(BucketName bucket, BucketSetting setting, String document) {
    if (setting == BucketSetting.POLICY) {
      Mapping map = new Mapping(store.places(), OwnerMap.NONE, ClassMap.NONE);
      return new Wanted(PolicyText.atDestination(document, bucket, map), false);
    }
    if (setting != BucketSetting.PUBLIC_ACCESS || quirks.blockPublicAcls()) {
      return new Wanted(document, false);
    }
    String without = BLOCK_PUBLIC_ACLS.matcher(document).replaceAll("$1false$2");
    return new Wanted(without, !without.equals(document));
  }

  /** The source's tags; fails where it has none. */
  CompletionStage<String> tags(BucketName bucket) {
    return source.get(bucket, "tagging");
  }

  /** That of the source's object lock, which the bucket has. */
  CompletionStage<String> lock(BucketName bucket) {
    return source.get(bucket, "object-lock");
  }

  /** The store's; empty where its bucket has none, and a failure where it knows no such thing. */
  CompletionStage<Optional<String>> there(BucketName bucket, BucketSetting setting) {
    return there(bucket, setting.subResource(), setting::isOne);
  }

  /** The tags of the store's. */
  CompletionStage<Optional<String>> tagsThere(BucketName bucket) {
    return there(bucket, "tagging", document -> DocumentKind.is("Tagging", document));
  }

  private CompletionStage<Optional<String>> there(
      BucketName bucket, String subResource, Predicate<String> isOne) {
    return store
        .call(S3Request.bucket(Method.GET, bucket).flag(subResource))
        .thenApply(answer -> answer.text())
        .thenApply(
            document -> {
              if (!isOne.test(document)) {
                throw unknown(bucket, subResource);
              }
              return Optional.of(document);
            })
        .exceptionallyCompose(
            failure ->
                Absent.document(failure)
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : CompletableFuture.failedFuture(failure));
  }

  private GatewayException unknown(BucketName bucket, String subResource) {
    return new GatewayException(
        FailureClass.INVALID,
        "store "
            + store.zone()
            + " does not know ?"
            + subResource
            + ": it answers the question for that of bucket "
            + bucket
            + " with something else",
        null);
  }

  /** Whether the store's says what is wanted. */
  static boolean same(BucketSetting setting, String wanted, Optional<String> there) {
    return there.map(setting.asTaken()).filter(found -> SameDocument.is(wanted, found)).isPresent();
  }
}
