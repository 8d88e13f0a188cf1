package io.gyre.store;

import io.gyre.config.StoreQuirks;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.map.ClassMap;
import io.gyre.map.Mapping;
import io.gyre.map.OwnerMap;
import io.gyre.map.PolicyText;
import io.gyre.metadata.SourceBucket;
import io.gyre.rgw.BucketDocuments;
import io.gyre.s3.RequestBody;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import io.gyre.s3.Xml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.w3c.dom.Element;

/**
 * Brings what a bucket's owner has set over, one document after the other. What the store does not
 * have, or does not take, is told, and does not keep the rest back.
 */
final class BucketSettings {
  private static final int NOT_IMPLEMENTED = 501;
  private static final Pattern BLOCK_PUBLIC_ACLS =
      Pattern.compile("(<BlockPublicAcls>)\\s*(?i:true)\\s*(</BlockPublicAcls>)");

  private final BucketDocuments source;
  private final S3Client store;
  private final StoreQuirks quirks;
  private final StoreVersioning versioning;
  private final LossObserver observer;

  BucketSettings(
      BucketDocuments source,
      S3Client store,
      StoreQuirks quirks,
      StoreVersioning versioning,
      LossObserver observer) {
    this.source = source;
    this.store = store;
    this.quirks = quirks;
    this.versioning = versioning;
    this.observer = observer;
  }

  /**
   * Gives the store's bucket what the source's has.
   *
   * @param id that the copy is known by
   */
  CompletionStage<Void> write(SourceBucket bucket, String id) {
    SourceSettings settings = new SourceSettings(bucket);
    settings
        .inexpressible()
        .forEach(lost -> observer.settingLost(bucket.name(), lost, "stores have no such thing"));
    CompletionStage<Void> done = sign(bucket, settings, id);
    if (bucket.versioning().everEnabled()) {
      done = done.thenCompose(signed -> versioning.enable(bucket.name()));
    }
    for (BucketSetting setting : BucketSetting.values()) {
      boolean wanted = setting.isIn(settings);
      if (!setting.namesKeys() || !hasOtherKeys(bucket.name())) {
        done = done.thenCompose(before -> write(bucket.name(), setting, wanted));
      } else if (wanted) {
        observer.settingLost(
            bucket.name(), setting.toString(), "its keys have other names there (map.keys)");
      }
    }
    return done;
  }

  private boolean hasOtherKeys(BucketName bucket) {
    return !store.places().keysOf(bucket).isSame();
  }

  /** First of all, so that a making that is cut short is known again. */
  private CompletionStage<Void> sign(SourceBucket bucket, SourceSettings settings, String id) {
    boolean tagged = settings.has(SourceSettings.TAGS);
    if (!quirks.bucketTags()) {
      if (tagged) {
        observer.settingLost(bucket.name(), "tags", "bucket-tags is false");
      }
      return CompletableFuture.completedFuture(null);
    }
    return (tagged
            ? source.get(bucket.name(), "tagging").thenApply(BucketSettings::tags)
            : CompletableFuture.completedFuture(Map.<String, String>of()))
        .thenApply(tags -> new BucketSign(id, bucket.owner(), tags).document())
        .thenCompose(
            wanted ->
                there(bucket.name(), "tagging")
                    .thenCompose(
                        there ->
                            there.filter(found -> SameDocument.is(wanted, found)).isPresent()
                                ? CompletableFuture.completedFuture(null)
                                : put(bucket.name(), "tagging", wanted)));
  }

  private static Map<String, String> tags(String document) {
    try {
      Map<String, String> tags = new LinkedHashMap<>();
      byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
      for (Element set : Xml.children(Xml.parse(bytes), "TagSet")) {
        for (Element tag : Xml.children(set, "Tag")) {
          tags.put(Xml.text(tag, "Key"), Xml.text(tag, "Value"));
        }
      }
      return tags;
    } catch (IOException e) {
      throw new GatewayException(
          FailureClass.TRANSIENT, "source: a bucket's tags are not readable", e);
    }
  }

  private CompletionStage<Void> write(BucketName bucket, BucketSetting setting, boolean wanted) {
    CompletionStage<Void> written;
    if (wanted) {
      written =
          source
              .get(bucket, setting.subResource())
              .thenApply(setting.asTaken())
              .thenApply(document -> letBeWritten(bucket, setting, document))
              .thenCompose(document -> equalize(bucket, setting, document));
    } else if (setting.removed()) {
      written =
          there(bucket, setting.subResource())
              .thenCompose(
                  there ->
                      there.isEmpty()
                          ? CompletableFuture.completedFuture(null)
                          : delete(bucket, setting));
    } else {
      return CompletableFuture.completedFuture(null);
    }
    return written.exceptionallyCompose(
        failure -> {
          Optional<String> refusal = refusal(failure);
          if (refusal.isEmpty()) {
            return CompletableFuture.failedFuture(failure);
          }
          if (wanted) {
            observer.settingLost(bucket, setting.toString(), refusal.get());
          }
          return CompletableFuture.completedFuture(null);
        });
  }

  private String letBeWritten(BucketName bucket, BucketSetting setting, String document) {
    if (setting == BucketSetting.POLICY) {
      Mapping map = new Mapping(store.places(), OwnerMap.NONE, ClassMap.NONE);
      return PolicyText.atDestination(document, bucket, map);
    }
    if (setting != BucketSetting.PUBLIC_ACCESS || quirks.blockPublicAcls()) {
      return document;
    }
    String without = BLOCK_PUBLIC_ACLS.matcher(document).replaceAll("$1false$2");
    if (!without.equals(document)) {
      String why = "with it the store would refuse all writes (block-public-acls: false)";
      observer.settingLost(bucket, "BlockPublicAcls", why);
    }
    return without;
  }

  private CompletionStage<Void> equalize(
      BucketName bucket, BucketSetting setting, String document) {
    return there(bucket, setting.subResource())
        .thenCompose(
            there ->
                there
                        .map(setting.asTaken())
                        .filter(found -> SameDocument.is(document, found))
                        .isPresent()
                    ? CompletableFuture.completedFuture(null)
                    : put(bucket, setting.subResource(), document));
  }

  private CompletionStage<Optional<String>> there(BucketName bucket, String subResource) {
    return store
        .call(S3Request.bucket(Method.GET, bucket).flag(subResource))
        .thenApply(answer -> Optional.of(answer.text()))
        .exceptionallyCompose(
            failure ->
                Absent.document(failure)
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : CompletableFuture.failedFuture(failure));
  }

  /** Stores ask for a checksum of such documents. */
  private CompletionStage<Void> put(BucketName bucket, String subResource, String document) {
    S3Request request =
        S3Request.bucket(Method.PUT, bucket)
            .flag(subResource)
            .header("Content-MD5", ContentMd5.of(document))
            .body(RequestBody.of(document));
    return store.call(request).thenAccept(put -> {});
  }

  private CompletionStage<Void> delete(BucketName bucket, BucketSetting setting) {
    return store
        .call(S3Request.bucket(Method.DELETE, bucket).flag(setting.subResource()))
        .thenAccept(deleted -> {});
  }

  /** Why the store does not have it; empty where it may be asked again. */
  private static Optional<String> refusal(Throwable failure) {
    if (!(GatewayException.unwrap(failure) instanceof GatewayException answer)) {
      return Optional.empty();
    }
    boolean refused =
        answer.status() == NOT_IMPLEMENTED
            || answer.code().equals("NotImplemented")
            || answer.failureClass() == FailureClass.INVALID
            || (answer.failureClass() == FailureClass.DENIED && !answer.isOfTheEndpoint());
    return refused ? Optional.ofNullable(answer.getMessage()) : Optional.empty();
  }
}
