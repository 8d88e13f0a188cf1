package io.gyre.store;

import io.gyre.check.Counterpart.Bucket;
import io.gyre.config.DestinationConfig;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketInstance;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import io.gyre.log.Versioning;
import io.gyre.map.Places;
import io.gyre.metadata.KnownBucket;
import io.gyre.metadata.SourceBucket;
import io.gyre.rgw.BucketDocuments;
import io.gyre.s3.S3Client;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The buckets of a store, as they are compared with the source's. Only reads. */
final class ComparedBuckets {
  /** A store has one bucket of a name. */
  private static final String ID = "store";

  private static final String NO_COPY = "it is no copy of the source's bucket";

  private final DestinationConfig config;
  private final StoreSigns signs;
  private final StoreVersioning versioning;
  private final SettingDocuments documents;
  private final KnownCopies known;
  private final StoreLocks locks;

  /** Buckets that have object lock at both ends; no more than the source has. */
  private final Places places;

  private final Set<BucketName> locked = ConcurrentHashMap.newKeySet();

  ComparedBuckets(
      DestinationConfig config, S3Client store, BucketDocuments source, KnownCopies known) {
    this.config = config;
    this.places = store.places();
    this.signs = new StoreSigns(store, config.quirks());
    this.versioning = new StoreVersioning(store, LossObserver.NONE);
    this.documents = new SettingDocuments(source, store, config.quirks());
    this.known = known;
    this.locks = new StoreLocks(store, Clock.systemUTC());
  }

  /** What is found of one bucket, step by step. */
  private static final class Findings {
    final List<String> differences = new ArrayList<>();
    final List<String> notCarried = new ArrayList<>();
  }

  CompletionStage<Optional<Bucket>> find(BucketName name, Optional<KnownBucket> source) {
    boolean impossible =
        !places.nameOf(name).tenant().isEmpty()
            || config.leaseBucket().filter(places.nameOf(name).name()::equals).isPresent();
    return impossible
        ? CompletableFuture.completedFuture(Optional.empty())
        : signs
            .of(name)
            .thenCombine(known.id(name), (sign, id) -> sign.map(found -> new Sign(found, id)))
            .thenCompose(
                sign ->
                    sign.isEmpty()
                        ? CompletableFuture.completedFuture(Optional.empty())
                        : source
                            .map(there -> compared(there, sign.get()))
                            .orElseGet(() -> alone(name, sign.get())));
  }

  /**
   * Whose copy it is.
   *
   * @param said what its tags say
   * @param recorded the id by which the state knows it
   */
  private record Sign(BucketSign said, Optional<String> recorded) {}

  /** One that is nobody's copy, or that of another route, is no concern of ours. */
  private CompletionStage<Optional<Bucket>> alone(BucketName name, Sign sign) {
    boolean ours = known.exist() ? sign.recorded().isPresent() : !sign.said().id().isEmpty();
    return CompletableFuture.completedFuture(
        ours
            ? Optional.of(bucket(name, sign.said().owner(), new Findings(), true))
            : Optional.empty());
  }

  private CompletionStage<Optional<Bucket>> compared(KnownBucket there, Sign sign) {
    SourceBucket bucket =
        new SourceBucket(there.name(), there.entry(), there.info(), there.settings());
    Findings findings = new Findings();
    if (!isCopy(bucket, sign)) {
      findings.differences.add(NO_COPY);
      return CompletableFuture.completedFuture(
          Optional.of(bucket(there.name(), there.owner(), findings, false)));
    }
    SourceSettings settings = new SourceSettings(bucket);
    findings.notCarried.addAll(settings.inexpressible());
    CompletionStage<Void> done =
        tags(bucket, settings, sign, findings)
            .thenCompose(before -> versioning(bucket, findings))
            .thenCompose(before -> lock(bucket, findings));
    for (BucketSetting setting : settings.all()) {
      done = done.thenCompose(before -> setting(bucket, setting, settings, findings));
    }
    return done.thenApply(all -> Optional.of(bucket(there.name(), there.owner(), findings, true)));
  }

  /** One that others may be in has the id of the one that it was made for. */
  private boolean isCopy(SourceBucket bucket, Sign sign) {
    if (places.mayShare(bucket.name()) && config.quirks().bucketTags()) {
      String id = sign.said().id();
      return !id.isEmpty() && (!known.exist() || sign.recorded().filter(id::equals).isPresent());
    }
    if (places.mayShare(bucket.name())) {
      return !known.exist() || sign.recorded().isPresent();
    }
    if (config.quirks().bucketTags()) {
      return sign.said().id().equals(bucket.copyId(places));
    }
    return !known.exist() || sign.recorded().filter(bucket.copyId(places)::equals).isPresent();
  }

  private CompletionStage<Void> tags(
      SourceBucket bucket, SourceSettings settings, Sign sign, Findings findings) {
    boolean tagged = settings.isTagged();
    if (!config.quirks().bucketTags()) {
      if (tagged) {
        findings.notCarried.add("tags");
      }
      return CompletableFuture.completedFuture(null);
    }
    if (!sign.said().owner().equals(bucket.owner())) {
      findings.differences.add("owner in its tags");
    }
    return (tagged
            ? documents.tags(bucket.name()).thenApply(BucketSettings::tags)
            : CompletableFuture.completedFuture(Map.<String, String>of()))
        .thenAccept(
            tags -> {
              if (bucket.settings()
                  && !new BucketSign("", "", tags).others().equals(sign.said().others())) {
                findings.differences.add("tags");
              }
            });
  }

  private CompletionStage<Void> versioning(SourceBucket bucket, Findings findings) {
    if (bucket.versioning() == Versioning.SUSPENDED) {
      findings.notCarried.add("suspended versioning");
    }
    return versioning
        .state(bucket.name())
        .thenAccept(
            state -> {
              if (state.everEnabled() != bucket.versioning().everEnabled()) {
                findings.differences.add("versioning");
              }
            });
  }

  private CompletionStage<Void> lock(SourceBucket bucket, Findings findings) {
    if (!bucket.objectLock()) {
      locked.remove(bucket.name());
      return CompletableFuture.completedFuture(null);
    }
    return documents
        .lock(bucket.name())
        .thenCombine(
            locks.configuration(bucket.name()),
            (wanted, there) -> {
              if (there.isEmpty()) {
                findings.notCarried.add("object lock");
              } else {
                locked.add(bucket.name());
                if (StoreLocks.hasRule(wanted) && !SameDocument.is(wanted, there.get())) {
                  findings.differences.add("default retention");
                }
              }
              return null;
            });
  }

  /** Whether versions of a bucket that was found have the locks that the source's have. */
  boolean locks(BucketName bucket) {
    return locked.contains(bucket);
  }

  private CompletionStage<Void> setting(
      SourceBucket bucket, BucketSetting setting, SourceSettings settings, Findings findings) {
    boolean wanted = setting.isIn(settings);
    if (!wanted && !setting.removed()) {
      return CompletableFuture.completedFuture(null);
    }
    if (setting.namesKeys() && !places.keysOf(bucket.name()).isSame()) {
      if (wanted) {
        findings.notCarried.add(setting.toString());
      }
      return CompletableFuture.completedFuture(null);
    }
    return documents
        .there(bucket.name(), setting)
        .handle((there, failure) -> new Said(there, failure))
        .thenCompose(
            said -> {
              if (said.failure() == null) {
                return wanted
                    ? wanted(bucket.name(), setting, said.document(), findings)
                    : unwanted(setting, said.document(), findings);
              }
              return refused(setting, wanted, said.failure(), findings);
            });
  }

  private record Said(Optional<String> document, @Nullable Throwable failure) {}

  private CompletionStage<Void> wanted(
      BucketName bucket, BucketSetting setting, Optional<String> there, Findings findings) {
    return documents
        .wanted(bucket, setting)
        .thenAccept(
            wanted -> {
              if (wanted.unblocked()) {
                findings.notCarried.add("BlockPublicAcls");
              }
              if (!SettingDocuments.same(setting, wanted.document(), there)) {
                findings.differences.add(setting.toString());
              }
            });
  }

  private static CompletionStage<Void> unwanted(
      BucketSetting setting, Optional<String> there, Findings findings) {
    if (there.isPresent()) {
      findings.differences.add(setting.toString());
    }
    return CompletableFuture.completedFuture(null);
  }

  /** What a store does not even know it does not carry. */
  private static CompletionStage<Void> refused(
      BucketSetting setting, boolean wanted, Throwable failure, Findings findings) {
    if (BucketSettings.refusal(failure).isEmpty()) {
      return CompletableFuture.failedFuture(GatewayException.unwrap(failure));
    }
    if (wanted) {
      findings.notCarried.add(setting.toString());
    }
    return CompletableFuture.completedFuture(null);
  }

  private static Bucket bucket(BucketName name, String owner, Findings findings, boolean objects) {
    BucketShard whole = new BucketShard(new BucketInstance(name, ID), BucketShard.UNSHARDED);
    return new Bucket(
        owner,
        findings.differences,
        findings.notCarried,
        objects ? List.of(whole) : List.of(),
        whole);
  }
}
