package io.gyre.store;

import io.gyre.config.StoreQuirks;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
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
import org.w3c.dom.Element;

/**
 * Brings what a bucket's owner has set over, one document after the other. What the store does not
 * have, or does not take, is told, and does not keep the rest back.
 */
final class BucketSettings {
  static final String REFUSES_WRITES =
      "with it the store would refuse all writes (block-public-acls: false)";
  private static final int NOT_IMPLEMENTED = 501;
  private static final String UNKNOWN = "NotImplemented";

  private final SettingDocuments documents;
  private final S3Client store;
  private final StoreQuirks quirks;
  private final StoreVersioning versioning;
  private final StoreLocks locks;
  private final LossObserver observer;

  BucketSettings(
      BucketDocuments source,
      S3Client store,
      StoreQuirks quirks,
      StoreVersioning versioning,
      StoreLocks locks,
      LossObserver observer) {
    this.documents = new SettingDocuments(source, store, quirks);
    this.store = store;
    this.quirks = quirks;
    this.versioning = versioning;
    this.locks = locks;
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
    if (bucket.objectLock()) {
      done = done.thenCompose(enabled -> lock(bucket.name()));
    }
    for (BucketSetting setting : settings.all()) {
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

  /** Names what a bucket has set, where the store's bucket has what another one has set. */
  CompletionStage<Void> tellOfAnother(SourceBucket bucket, BucketName decider) {
    String why = "it is in one bucket there with " + decider + ", whose settings that has";
    SourceSettings settings = new SourceSettings(bucket);
    settings
        .inexpressible()
        .forEach(lost -> observer.settingLost(bucket.name(), lost, "stores have no such thing"));
    if (settings.isTagged()) {
      observer.settingLost(bucket.name(), "tags", why);
    }
    for (BucketSetting setting : settings.all()) {
      if (setting.isIn(settings)) {
        observer.settingLost(bucket.name(), setting.toString(), why);
      }
    }
    return CompletableFuture.completedFuture(null);
  }

  /** Whether the store's bucket has object lock, as far as it tells. */
  CompletionStage<Boolean> hasLock(BucketName bucket) {
    return locks.configuration(bucket).thenApply(Optional::isPresent);
  }

  /** A default that only the store has stays: without one, versions would be less safe there. */
  private CompletionStage<Void> lock(BucketName bucket) {
    return documents
        .lock(bucket)
        .thenCombine(locks.configuration(bucket), Locks::new)
        .thenCompose(
            found ->
                found.isEnough()
                    ? CompletableFuture.completedFuture(null)
                    : locks.configure(bucket, found.wanted()))
        .exceptionallyCompose(
            failure -> {
              Optional<String> refusal = refusal(failure);
              if (refusal.isEmpty()) {
                return CompletableFuture.failedFuture(failure);
              }
              observer.settingLost(bucket, "object lock", refusal.get());
              return CompletableFuture.completedFuture(null);
            });
  }

  /** The documents of both buckets; the store's is empty where it has no lock. */
  private record Locks(String wanted, Optional<String> there) {
    boolean isEnough() {
      return there.isPresent()
          && (!StoreLocks.hasRule(wanted) || SameDocument.is(wanted, there.get()));
    }
  }

  private boolean hasOtherKeys(BucketName bucket) {
    return !store.places().keysOf(bucket).isSame();
  }

  /** First of all, so that a making that is cut short is known again. */
  private CompletionStage<Void> sign(SourceBucket bucket, SourceSettings settings, String id) {
    boolean tagged = settings.isTagged();
    if (!quirks.bucketTags()) {
      if (tagged) {
        observer.settingLost(bucket.name(), "tags", "bucket-tags is false");
      }
      return CompletableFuture.completedFuture(null);
    }
    return tags(bucket, tagged)
        .thenApply(tags -> new BucketSign(id, bucket.owner(), tags).document())
        .thenCompose(
            wanted ->
                documents
                    .tagsThere(bucket.name())
                    .thenCompose(
                        there ->
                            there.filter(found -> SameDocument.is(wanted, found)).isPresent()
                                ? CompletableFuture.completedFuture(null)
                                : put(bucket.name(), "tagging", wanted)));
  }

  /** The tags beside ours: where the source's are not brought over, those that are there stay. */
  private CompletionStage<Map<String, String>> tags(SourceBucket bucket, boolean tagged) {
    if (!bucket.settings()) {
      return documents
          .tagsThere(bucket.name())
          .thenApply(there -> there.map(BucketSettings::tags).orElse(Map.of()));
    }
    return tagged
        ? documents.tags(bucket.name()).thenApply(BucketSettings::tags)
        : CompletableFuture.completedFuture(Map.of());
  }

  static Map<String, String> tags(String document) {
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
          documents
              .wanted(bucket, setting)
              .thenCompose(
                  found -> {
                    if (found.unblocked()) {
                      observer.settingLost(bucket, "BlockPublicAcls", REFUSES_WRITES);
                    }
                    return equalize(bucket, setting, found.document());
                  });
    } else if (setting.removed()) {
      written =
          documents
              .there(bucket, setting)
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

  private CompletionStage<Void> equalize(
      BucketName bucket, BucketSetting setting, String document) {
    return documents
        .there(bucket, setting)
        .thenCompose(
            there ->
                SettingDocuments.same(setting, document, there)
                    ? CompletableFuture.completedFuture(null)
                    : put(bucket, setting.subResource(), document));
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

  /** Whether the store's own words say that it knows no such thing; a proxy's 501 does not. */
  static boolean isUnknown(Throwable failure) {
    return GatewayException.unwrap(failure) instanceof GatewayException answer
        && answer.code().equals(UNKNOWN);
  }

  /** Why the store does not have it; empty where it may be asked again. */
  static Optional<String> refusal(Throwable failure) {
    if (!(GatewayException.unwrap(failure) instanceof GatewayException answer)) {
      return Optional.empty();
    }
    boolean refused =
        answer.status() == NOT_IMPLEMENTED
            || answer.code().equals(UNKNOWN)
            || answer.failureClass() == FailureClass.INVALID
            || (answer.failureClass() == FailureClass.DENIED && !answer.isOfTheEndpoint());
    return refused ? Optional.ofNullable(answer.getMessage()) : Optional.empty();
  }
}
