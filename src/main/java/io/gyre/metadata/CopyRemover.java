package io.gyre.metadata;

import io.gyre.checkpoint.BucketState;
import io.gyre.checkpoint.BucketState.Standing;
import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.CheckpointStore;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.map.Places;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the copy of a bucket that is proven to be gone: its keys, and the destination's bucket
 * with them unless the copy of another bucket is in it, or was and is left alone. Which of them is
 * the last one is decided amid nothing else of that name, and recorded there, so that one of two
 * that go at once removes the bucket, and none that comes is removed with it.
 */
final class CopyRemover {
  private static final Logger LOG = LoggerFactory.getLogger(CopyRemover.class);

  private final DestinationBuckets buckets;
  private final CheckpointStore checkpoints;
  private final Places places;
  private final Neighbours neighbours;
  private final Function<BucketName, Change> due;
  private final Function<BucketName, CompletionStage<Void>> copiesEnded;
  private final Serial serial;

  /** Does one thing about a name at a time. */
  interface Serial {
    CompletionStage<Void> run(BucketName bucket, Supplier<CompletionStage<Void>> operation);
  }

  /**
   * @param due makes it durable that a bucket is to be looked up
   * @param copiesEnded completes once the copies of a bucket that are under way now have ended
   */
  CopyRemover(
      DestinationBuckets buckets,
      CheckpointStore checkpoints,
      Places places,
      Neighbours neighbours,
      Function<BucketName, Change> due,
      Function<BucketName, CompletionStage<Void>> copiesEnded,
      Serial serial) {
    this.buckets = buckets;
    this.checkpoints = checkpoints;
    this.places = places;
    this.neighbours = neighbours;
    this.due = due;
    this.copiesEnded = copiesEnded;
    this.serial = serial;
  }

  /**
   * Removes it and forgets the bucket. Where the destination's bucket may stay, a copy that was
   * under way when the source removed the bucket would, too: so these are waited for, and it is
   * looked once more.
   *
   * @param goOn asked before each batch; its failure ends the removal
   */
  CompletionStage<Void> remove(BucketState bucket, Supplier<? extends CompletionStage<Void>> goOn) {
    BucketName name = bucket.source().bucket();
    return places.mayShare(name)
        ? buckets
            .empty(name, bucket.destinationId(), goOn)
            .thenCompose(emptied -> copiesEnded.apply(name))
            .thenCompose(ended -> serial.run(name, () -> last(bucket, goOn)))
        : removeAll(bucket, goOn);
  }

  private CompletionStage<Void> removeAll(
      BucketState bucket, Supplier<? extends CompletionStage<Void>> goOn) {
    return unlessKept(
            bucket, buckets.remove(bucket.source().bucket(), bucket.destinationId(), goOn))
        .thenCompose(
            gone ->
                forget(bucket, Optional.empty())
                    .thenRun(
                        () -> {
                          if (gone) {
                            LOG.info(
                                "bucket {}: removed, as at the source", bucket.source().bucket());
                          }
                        }));
  }

  /** Whether the bucket is gone; else nothing of ours is left in it, and it stays. */
  private static CompletionStage<Boolean> unlessKept(
      BucketState bucket, CompletionStage<Void> removal) {
    return removal
        .thenApply(gone -> true)
        .exceptionallyCompose(
            failure -> {
              if (!OtherKeys.keep(failure)) {
                return CompletableFuture.failedFuture(failure);
              }
              String why = GatewayException.unwrap(failure).getMessage();
              LOG.warn("bucket {}: was removed at the source; {}", bucket.source().bucket(), why);
              return CompletableFuture.completedFuture(false);
            });
  }

  private CompletionStage<Void> last(
      BucketState bucket, Supplier<? extends CompletionStage<Void>> goOn) {
    BucketName name = bucket.source().bucket();
    return neighbours
        .find(name, other -> keeps(other, bucket))
        .thenCompose(
            other -> {
              if (other.isEmpty()) {
                return removeAll(bucket, goOn);
              }
              // What was under way may have landed since.
              return buckets
                  .empty(name, bucket.destinationId(), goOn)
                  .thenCompose(emptied -> forget(bucket, other))
                  .thenRun(() -> sayStays(name, other.get()));
            });
  }

  /** A bucket made since belongs to those that are copied to it, by whichever id they know it. */
  private static boolean keeps(BucketState other, BucketState bucket) {
    return other.destinationId().equals(bucket.destinationId())
        || (other.hasCopy() && other.standing() != Standing.REMOVING);
  }

  private void sayStays(BucketName name, BucketState other) {
    LOG.info(
        "bucket {}: removed, as at the source: its keys in {}, which stays, as the copy of bucket {}"
            + " is in it",
        name,
        places.nameOf(name),
        other.source().bucket());
  }

  /** The next of those that stay may have to decide what is set there. */
  private CompletionStage<Void> forget(BucketState bucket, Optional<BucketState> stays) {
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.BucketForgotten(bucket.source()));
    changes.add(due.apply(bucket.source().bucket()));
    return neighbours
        .of(bucket.source().bucket())
        .thenCompose(
            company -> {
              if (stays.isPresent() && company.decides(bucket.source().bucket())) {
                company
                    .peer()
                    .map(next -> due.apply(next.source().bucket()))
                    .ifPresent(changes::add);
              }
              return checkpoints.save(changes);
            });
  }
}
