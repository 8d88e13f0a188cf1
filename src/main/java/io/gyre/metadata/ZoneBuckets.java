package io.gyre.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.copy.DestinationVersioning;
import io.gyre.copy.DestinationVersioning.Need;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.map.Mapping;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Those of another zone, over its metadata API. */
public final class ZoneBuckets implements DestinationBuckets {
  private static final String ENTRY = "bucket";
  private static final String INSTANCE = "bucket.instance";

  private final MetadataStore destination;
  private final BucketOperations sourceBuckets;
  private final BucketOperations destinationBuckets;
  private final ZoneFacts facts;
  private final DestinationVersioning versioning;
  private final BucketObserver observer;
  private final Mapping map;

  /**
   * @param versioning of the destination's buckets, which is in the flags that are written
   * @param patience with writes that have no answer
   * @param map who they belong to here, and where
   */
  public ZoneBuckets(
      MetadataStore destination,
      BucketOperations sourceBuckets,
      BucketOperations destinationBuckets,
      ZoneFacts facts,
      DestinationVersioning versioning,
      BucketObserver observer,
      Patience patience,
      Mapping map) {
    this.destination = new SettledMetadata(destination, patience);
    this.sourceBuckets = sourceBuckets;
    this.destinationBuckets = new SettledOperations(destinationBuckets, patience);
    this.facts = facts;
    this.versioning = versioning;
    this.observer = observer;
    this.map = map;
  }

  @Override
  public CompletionStage<Void> answers() {
    return destination.ourselves().thenAccept(uid -> {});
  }

  @Override
  public String impossible(BucketName name) {
    return "";
  }

  @Override
  public CompletionStage<Optional<DestinationBucket>> find(BucketName name) {
    return destination
        .get(ENTRY, name.toString())
        .thenApply(entry -> entry.map(DestinationBucket::of));
  }

  /** Without its flag of object lock, what retention protects there could be removed. */
  @Override
  public CompletionStage<String> irreversible(SourceBucket bucket, DestinationBucket there) {
    return instance(key(bucket.name(), there.id()))
        .thenApply(
            instance -> {
              if (SourceBucket.versioningOf(instance).everEnabled()
                  && !bucket.versioning().everEnabled()) {
                return "the destination's bucket of this name keeps versions and the source's never"
                    + " did; that cannot be undone there";
              }
              return SourceBucket.objectLockOf(instance) && !bucket.objectLock()
                  ? "the destination's bucket of this name has object lock and the source's has not;"
                      + " that is not undone there"
                  : "";
            });
  }

  /** A new instance, and the name for it. */
  @Override
  public CompletionStage<Void> make(SourceBucket source, String id) {
    SourceBucket bucket = Handover.of(source, map);
    return destination
        .put(
            INSTANCE,
            key(bucket.name(), id),
            BucketPlan.newInstance(bucket.info(), bucket.settings(), id, facts))
        .thenCompose(made -> link(bucket, new DestinationBucket(id, id), bucket.owner(), true))
        .thenCompose(linked -> lockDefault(bucket))
        .thenRun(() -> sayLosses(source));
  }

  /**
   * Read, modify, write; and an owner's bucket list follows the entry point, in two steps. The
   * bucket's versioning state is not switched meanwhile, since the flags hold it.
   */
  @Override
  public CompletionStage<String> update(SourceBucket source, DestinationBucket there) {
    SourceBucket bucket = Handover.of(source, map);
    return versioning
        .run(bucket.name(), Need.SETTINGS, () -> rewrite(bucket, there))
        .thenCompose(done -> lockDefault(bucket))
        .thenRun(() -> sayLosses(source))
        .thenApply(done -> there.marker());
  }

  /** Nothing of what only the objects need: their owners, ACLs and locks are their own. */
  @Override
  public CompletionStage<Void> updateShared(
      SourceBucket source, DestinationBucket there, BucketName decider) {
    if (decider.equals(source.name())) {
      return update(source, there).thenAccept(updated -> {});
    }
    return KnownBucket.read(destination, destinationBuckets::lockDefault, source.name())
        .thenCombine(lockDefaultHere(source), Settings::new)
        .thenAccept(
            found -> {
              List<String> others =
                  found.there().map(known -> differences(source, known, found)).orElse(List.of());
              if (!others.isEmpty()) {
                observer.settingsOfAnother(source.name(), decider, others);
              }
            });
  }

  private List<String> differences(SourceBucket source, KnownBucket there, Settings found) {
    return MetadataDifferences.ofBucket(
        new KnownBucket(
            source.name(), source.entry(), source.info(), found.lockHere(), source.settings()),
        there,
        map);
  }

  private record Settings(Optional<KnownBucket> there, Optional<String> lockHere) {}

  private CompletionStage<Optional<String>> lockDefaultHere(SourceBucket bucket) {
    return bucket.objectLock()
        ? sourceBuckets.lockDefault(bucket.name())
        : CompletableFuture.completedFuture(Optional.empty());
  }

  /** A retention that the gateway does not take would not be there. */
  @Override
  public CompletionStage<String> lacking(SourceBucket bucket, DestinationBucket there) {
    return bucket.objectLock()
        ? instance(key(bucket.name(), there.id()))
            .thenApply(
                instance ->
                    SourceBucket.objectLockOf(instance)
                        ? ""
                        : "it has object lock and the destination's bucket has not")
        : CompletableFuture.completedFuture("");
  }

  private void sayLosses(SourceBucket bucket) {
    List<String> left = Handover.leftOut(bucket, map);
    if (!left.isEmpty()) {
      observer.settingsLeftOut(bucket.name(), left);
    }
    if (bucket.settings() && BucketPlan.losesBlockPublicAcls(bucket.info())) {
      observer.blockPublicAclsLost(bucket.name());
    }
  }

  private CompletionStage<Void> rewrite(SourceBucket bucket, DestinationBucket there) {
    String key = key(bucket.name(), there.id());
    return instance(key)
        .thenCompose(
            instance -> {
              JsonNode wanted =
                  Handover.keepingOwn(
                      BucketPlan.changedInstance(bucket.info(), bucket.settings(), instance),
                      instance,
                      bucket.name(),
                      map);
              CompletionStage<Void> written =
                  wanted.equals(instance) ? done() : destination.put(INSTANCE, key, wanted);
              return written.thenCompose(put -> relink(bucket, there));
            });
  }

  /** To make a missing one would hide what the bucket holds. */
  private CompletionStage<JsonNode> instance(String key) {
    return destination
        .get(INSTANCE, key)
        .thenApply(
            found ->
                found.orElseThrow(
                    () ->
                        new GatewayException(
                            FailureClass.INVALID,
                            "the destination names the bucket instance "
                                + key
                                + " and does not have it; unless it is being resharded now, remove"
                                + " the name there with radosgw-admin metadata rm bucket:NAME",
                            null)));
  }

  private CompletionStage<Void> relink(SourceBucket bucket, DestinationBucket there) {
    return destination
        .get(ENTRY, bucket.name().toString())
        .thenCompose(
            entry -> {
              if (entry.map(DestinationBucket::of).filter(there::equals).isEmpty()) {
                return CompletableFuture.failedFuture(
                    new GatewayException(
                        FailureClass.TRANSIENT,
                        "the destination's bucket "
                            + bucket.name()
                            + " is being changed there; tried again",
                        null));
              }
              String owner = SourceBucket.ownerOf(entry.get());
              return owner.equals(bucket.owner())
                  ? done()
                  : link(bucket, there, owner, false)
                      .thenCompose(unlinked -> link(bucket, there, bucket.owner(), true));
            });
  }

  private CompletionStage<Void> link(
      SourceBucket bucket, DestinationBucket there, String owner, boolean linked) {
    return destination.put(
        ENTRY,
        bucket.name().toString(),
        BucketPlan.entryPoint(bucket.entry(), there, owner, linked));
  }

  /** The metadata does not carry it, and each write of metadata wipes it. */
  private CompletionStage<Void> lockDefault(SourceBucket bucket) {
    if (!bucket.objectLock()) {
      return done();
    }
    return sourceBuckets
        .lockDefault(bucket.name())
        .thenCombine(destinationBuckets.lockDefault(bucket.name()), Locks::new)
        .thenCompose(
            locks ->
                locks.wanted().isEmpty() || locks.wanted().equals(locks.there())
                    ? done()
                    : destinationBuckets.setLockDefault(bucket.name(), locks.wanted().get()));
  }

  private record Locks(Optional<String> wanted, Optional<String> there) {}

  @Override
  public CompletionStage<Void> empty(
      BucketName name, String known, Supplier<? extends CompletionStage<Void>> goOn) {
    return find(name)
        .thenCompose(
            there ->
                there.filter(bucket -> bucket.is(known)).isPresent()
                    ? destinationBuckets.removeContents(name, goOn)
                    : done());
  }

  @Override
  public CompletionStage<Void> remove(
      BucketName name, String known, Supplier<? extends CompletionStage<Void>> goOn) {
    return find(name)
        .thenCompose(
            there ->
                there
                    .filter(bucket -> bucket.is(known))
                    .map(
                        bucket ->
                            destinationBuckets
                                .removeWithContents(name, goOn)
                                .thenCompose(
                                    removed ->
                                        destination.remove(INSTANCE, key(name, bucket.id()))))
                    .orElseGet(ZoneBuckets::done));
  }

  @Override
  public CompletionStage<Optional<String>> owner(BucketName name, String known) {
    return destination
        .get(ENTRY, name.toString())
        .thenApply(
            entry ->
                entry
                    .filter(found -> DestinationBucket.of(found).is(known))
                    .map(SourceBucket::ownerOf)
                    .flatMap(map.owners()::sourceOf));
  }

  private static String key(BucketName name, String id) {
    return name + ":" + id;
  }

  private static CompletionStage<Void> done() {
    return CompletableFuture.completedFuture(null);
  }
}
