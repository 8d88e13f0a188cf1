package io.gyre.metadata;

import io.gyre.checkpoint.BucketShardState;
import io.gyre.checkpoint.BucketState;
import io.gyre.checkpoint.BucketState.Standing;
import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.CheckpointStore;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import io.gyre.log.LogShards;
import io.gyre.map.Places;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records whether a bucket is replicated, and why not; says so when it is news. */
final class BucketStandings {
  private static final Logger LOG = LoggerFactory.getLogger(BucketStandings.class);

  private final CheckpointStore checkpoints;
  private final Places places;
  private final DiscoveryListener listener;
  private final int dataLogShards;

  BucketStandings(
      CheckpointStore checkpoints, Places places, DiscoveryListener listener, int dataLogShards) {
    this.checkpoints = checkpoints;
    this.places = places;
    this.listener = listener;
    this.dataLogShards = dataLogShards;
  }

  /**
   * Its owner is not selected. What was copied of it before stays, also when the source removes it.
   *
   * @return whether it was replicated until now
   */
  CompletionStage<Boolean> leave(SourceBucket bucket) {
    return checkpoints
        .bucketsNamed(bucket.name().toString())
        .thenCompose(
            all -> {
              Optional<BucketState> known =
                  all.stream()
                      .filter(state -> state.sourceMarker().equals(bucket.marker()))
                      .findFirst();
              if (known
                  .filter(state -> state.standing() == Standing.UNSELECTED)
                  .filter(state -> state.source().equals(bucket.instance()))
                  .isPresent()) {
                return CompletableFuture.completedFuture(false);
              }
              LOG.info(
                  "bucket {}: left alone: select.buckets does not take its owner {}",
                  bucket.name(),
                  bucket.owner());
              return stand(bucket, known, Standing.UNSELECTED, "its owner is not selected")
                  .thenApply(stood -> known.filter(BucketState::hasCopy).isPresent());
            });
  }

  /** Records why a bucket is not replicated, and says so when it is news. */
  CompletionStage<Void> stand(
      SourceBucket bucket, Optional<BucketState> known, Standing standing, String reason) {
    if (known.isPresent()
        && known.get().standing() == standing
        && known.get().reason().equals(reason)) {
      return done();
    }
    if (standing != Standing.UNSELECTED) {
      LOG.warn("bucket {}: not replicated: {}", places.shown(bucket.name()), reason);
    }
    // One that was about to be made may not be there.
    String id =
        known
            .filter(
                before -> before.standing() != Standing.CREATING || standing == Standing.REFUSED)
            .map(BucketState::destinationId)
            .orElse("");
    List<Change> changes = new ArrayList<>();
    known
        .map(BucketState::source)
        .filter(before -> !before.equals(bucket.instance()))
        .ifPresent(before -> changes.add(new Change.InstanceForgotten(before)));
    changes.add(seen(bucket, id, standing, reason));
    return checkpoints.save(changes);
  }

  /** Its name means nothing at the destination any more, or another bucket. */
  CompletionStage<Void> standLost(
      SourceBucket bucket, Optional<BucketState> known, Optional<DestinationBucket> there) {
    return there.isPresent() ? standForeign(bucket, known) : standGone(bucket, known);
  }

  /** Somebody removed it at the destination, which is not where it is to be removed. */
  CompletionStage<Void> standGone(SourceBucket bucket, Optional<BucketState> known) {
    return stand(
        bucket,
        known,
        Standing.REFUSED,
        "its copy was removed at the destination; started with adopt: [\"bucket:"
            + bucket.name()
            + "\"] Gyre makes it again and fills it");
  }

  /** The destination has another one of that name. */
  CompletionStage<Void> standForeign(SourceBucket bucket, Optional<BucketState> known) {
    BucketName there = places.nameOf(bucket.name());
    return stand(
        bucket,
        known,
        Standing.REFUSED,
        "the destination has a bucket of "
            + (there.equals(bucket.name()) ? "this name" : "the name " + there)
            + " that is not ours (take it over with adopt:"
            + " [\"bucket:"
            + bucket.name()
            + "\"])");
  }

  /**
   * It is replicated from now on, all of its bucket shards from the beginning.
   *
   * @param known what was, of which an instance of the source before a reshard is forgotten
   * @param recheck whether the destination may have some of its objects already
   */
  CompletionStage<Void> follow(
      SourceBucket bucket, Optional<BucketState> known, String id, boolean recheck) {
    List<Change> changes = new ArrayList<>();
    known.ifPresent(state -> changes.add(new Change.InstanceForgotten(state.source())));
    changes.add(seen(bucket, id, Standing.FOLLOWED, ""));
    changes.add(new Change.InstanceForgotten(bucket.instance()));
    for (BucketShard shard : BucketShard.all(bucket.instance(), bucket.shards())) {
      changes.add(
          new Change.ShardDiscovered(
              BucketShardState.fresh(shard, LogShards.data(shard, dataLogShards), recheck)));
    }
    if (known.filter(state -> state.standing() == Standing.REFUSED).isPresent()) {
      LOG.info("bucket {}: what stood in the way is gone; replicated", bucket.name());
    }
    return checkpoints
        .save(changes)
        .thenAccept(saved -> listener.discovered(bucket.instance(), bucket.shards()));
  }

  static Change seen(SourceBucket bucket, String id, Standing standing, String reason) {
    return new Change.BucketSeen(
        new BucketState(
            bucket.instance(),
            bucket.marker(),
            bucket.shards(),
            bucket.versioning(),
            id,
            standing,
            reason));
  }

  private static CompletionStage<Void> done() {
    return CompletableFuture.completedFuture(null);
  }
}
