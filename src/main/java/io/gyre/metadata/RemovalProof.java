package io.gyre.metadata;

import io.gyre.checkpoint.BucketState;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the source has really removed a bucket. That its name means another bucket there is
 * proof. That it means nothing may be a moment in the life of an entry point that is being repaired
 * (removed, and put back), so it is looked at twice; and as long as its owner's list still has the
 * bucket, nobody removed it.
 *
 * <p>The bucket's instance proves neither: the gateway keeps those of removed buckets, and renames
 * those of buckets that move.
 */
final class RemovalProof {
  private static final Logger LOG = LoggerFactory.getLogger(RemovalProof.class);

  /** Between the two looks. */
  static final Duration PAUSE = Duration.ofSeconds(4);

  private static final String ENTRY = "bucket";

  private final MetadataStore source;
  private final DestinationBuckets buckets;
  private final Patience patience;

  RemovalProof(MetadataStore source, DestinationBuckets buckets, Patience patience) {
    this.source = source;
    this.buckets = buckets;
    this.patience = patience;
  }

  /** It is not removed at the source, or no longer. */
  static final class BackAgain extends RuntimeException {
    private static final long serialVersionUID = 1;

    BackAgain(BucketName name) {
      super("bucket " + name + " is at the source", null, false, false);
    }
  }

  private enum Found {
    NOTHING,
    ANOTHER
  }

  /** Completes when it is removed for certain; fails with {@link BackAgain} when it is not. */
  CompletionStage<Void> begin(BucketState bucket) {
    return look(bucket).thenCompose(first -> first == Found.ANOTHER ? done() : lookAgain(bucket));
  }

  private CompletionStage<Void> lookAgain(BucketState bucket) {
    LOG.info(
        "bucket {}: the source no longer has it; looked at again in {} s, then its copy is removed",
        bucket.source().bucket(),
        PAUSE.toSeconds());
    return patience
        .pause(PAUSE)
        .thenCompose(passed -> look(bucket))
        .thenCompose(second -> second == Found.ANOTHER ? done() : unlisted(bucket));
  }

  /** The same amid the removal. */
  CompletionStage<Void> goOn(BucketState bucket) {
    return look(bucket).thenAccept(found -> {});
  }

  private CompletionStage<Found> look(BucketState bucket) {
    BucketName name = bucket.source().bucket();
    return source
        .get(ENTRY, name.toString())
        .thenApply(
            entry -> {
              if (entry.isEmpty()) {
                return Found.NOTHING;
              }
              if (SourceBucket.markerOf(entry.get()).equals(bucket.sourceMarker())) {
                throw new BackAgain(name);
              }
              return Found.ANOTHER;
            })
        .thenCompose(found -> source.confirmZone().thenApply(confirmed -> found));
  }

  /** The copy's owner is the source's, as last seen. */
  private CompletionStage<Void> unlisted(BucketState bucket) {
    BucketName name = bucket.source().bucket();
    return buckets
        .owner(name, bucket.destinationId())
        .thenCompose(
            owner ->
                owner.isEmpty()
                    ? done()
                    : source
                        .lists(owner.get(), name)
                        .thenCompose(
                            listed ->
                                listed
                                    ? CompletableFuture.failedFuture(stillListed(name, owner.get()))
                                    : done()));
  }

  private static GatewayException stillListed(BucketName name, String owner) {
    return new GatewayException(
        FailureClass.INVALID,
        "the source has no entry point of it, but its owner "
            + owner
            + " still lists it there: put the entry point back ('radosgw-admin metadata put bucket:"
            + name
            + "'), or take it off that list ('radosgw-admin bucket unlink')",
        null);
  }

  private static CompletionStage<Void> done() {
    return CompletableFuture.completedFuture(null);
  }
}
