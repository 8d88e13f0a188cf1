package io.gyre.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.copy.DestinationVersioning;
import io.gyre.copy.DestinationVersioning.Need;
import io.gyre.log.BucketName;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Writes buckets at the destination. Each write may be repeated. */
final class DestinationBuckets {
  private static final String ENTRY = "bucket";
  private static final String INSTANCE = "bucket.instance";

  private final MetadataStore destination;
  private final BucketOperations sourceBuckets;
  private final BucketOperations destinationBuckets;
  private final ZoneFacts facts;
  private final DestinationVersioning versioning;

  DestinationBuckets(
      MetadataStore destination,
      BucketOperations sourceBuckets,
      BucketOperations destinationBuckets,
      ZoneFacts facts,
      DestinationVersioning versioning) {
    this.destination = destination;
    this.sourceBuckets = sourceBuckets;
    this.destinationBuckets = destinationBuckets;
    this.facts = facts;
    this.versioning = versioning;
  }

  /** The instance that a bucket's name means at the destination; empty when there is none. */
  CompletionStage<Optional<String>> idOf(BucketName name) {
    return destination
        .get(ENTRY, name.toString())
        .thenApply(entry -> entry.map(SourceBucket::idOf));
  }

  /** A new instance, and the name for it. */
  CompletionStage<Void> make(SourceBucket bucket, String id) {
    return destination
        .put(INSTANCE, key(bucket.name(), id), BucketPlan.newInstance(bucket.info(), facts))
        .thenCompose(made -> link(bucket, id, bucket.owner(), true))
        .thenCompose(linked -> lockDefault(bucket));
  }

  /**
   * Read, modify, write; and an owner's bucket list follows the entry point, in two steps. The
   * bucket's versioning state is not switched meanwhile, since the flags hold it.
   */
  CompletionStage<Void> update(SourceBucket bucket, String id) {
    return versioning
        .run(bucket.name(), Need.SETTINGS, () -> rewrite(bucket, id))
        .thenCompose(done -> lockDefault(bucket));
  }

  private CompletionStage<Void> rewrite(SourceBucket bucket, String id) {
    String key = key(bucket.name(), id);
    return destination
        .get(INSTANCE, key)
        .thenCompose(
            there -> {
              if (there.isEmpty()) {
                return make(bucket, id);
              }
              JsonNode wanted = BucketPlan.changedInstance(bucket.info(), there.get());
              CompletionStage<Void> written =
                  wanted.equals(there.get()) ? done() : destination.put(INSTANCE, key, wanted);
              return written.thenCompose(put -> relink(bucket, id));
            });
  }

  private CompletionStage<Void> relink(SourceBucket bucket, String id) {
    return destination
        .get(ENTRY, bucket.name().toString())
        .thenCompose(
            entry -> {
              String owner =
                  entry.map(there -> there.path("data").path("owner").asText()).orElse("");
              if (owner.equals(bucket.owner())) {
                return done();
              }
              return (owner.isEmpty() ? done() : link(bucket, id, owner, false))
                  .thenCompose(unlinked -> link(bucket, id, bucket.owner(), true));
            });
  }

  private CompletionStage<Void> link(SourceBucket bucket, String id, String owner, boolean linked) {
    return destination.put(
        ENTRY, bucket.name().toString(), BucketPlan.entryPoint(bucket.entry(), id, owner, linked));
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

  /** Removes a bucket and its contents, if its name still means this instance. */
  CompletionStage<Void> remove(BucketName name, String id) {
    return idOf(name)
        .thenCompose(
            there ->
                there.filter(id::equals).isPresent()
                    ? destinationBuckets
                        .removeWithContents(name)
                        .thenCompose(removed -> destination.remove(INSTANCE, key(name, id)))
                    : done());
  }

  private static String key(BucketName name, String id) {
    return name + ":" + id;
  }

  private static CompletionStage<Void> done() {
    return CompletableFuture.completedFuture(null);
  }
}
