package io.gyre.route;

import io.gyre.checkpoint.BucketShardState;
import io.gyre.checkpoint.BucketState;
import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.Phase;
import io.gyre.checkpoint.Shortfall;
import io.gyre.log.BucketIndexState;
import io.gyre.log.BucketInstance;
import io.gyre.metadata.BucketReadiness;
import io.gyre.metadata.BucketReadiness.Ready;
import io.gyre.metadata.BucketReadiness.Refused;
import io.gyre.metadata.BucketReadiness.Unfollowed;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.stream.Materializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One round of a bucket shard: whatever its phase calls for next. A new bucket shard has the head
 * of its log recorded; one in its full pass is listed and copied; one that is followed has its log
 * read to the end. What a round achieves is durable when it ends, and a round that failed or was
 * cut off is run again from the checkpoint.
 */
final class BucketRound {
  /** What to do after a round. */
  enum Next {
    /** The phase has changed: the next round can follow at once. */
    GO_ON,
    /** The log was read to its end. */
    WATCH,
    /** Nothing can be done until something changes at the source. */
    WAIT,
    /** The source no longer has the bucket instance, and it is forgotten. */
    FORGET
  }

  /**
   * How a round ended.
   *
   * @param state as it is durable now
   * @param entries of the log or listing that were worked through
   */
  record Ended(BucketShardState state, Next next, long entries) {}

  private static final String NO_INDEX =
      "the source has the bucket but not this part of its index; it is compared in full once it is"
          + " back: see whether each of the source's endpoints is a gateway of its zone, and"
          + " 'radosgw-admin bucket check' there";

  private static final Logger LOG = LoggerFactory.getLogger(BucketRound.class);

  private final RouteServices services;
  private final Materializer materializer;

  BucketRound(RouteServices services, Materializer materializer) {
    this.services = services;
    this.materializer = materializer;
  }

  /** Runs a round. */
  CompletionStage<Ended> run(BucketShardState state) {
    return services
        .metadata()
        .ready(state.shard().instance())
        .thenCompose(readiness -> run(state, readiness));
  }

  private CompletionStage<Ended> run(BucketShardState state, BucketReadiness readiness) {
    return readiness instanceof Ready ready
        ? services
            .deletes()
            .stopped(state.shard().instance().bucket())
            .thenCompose(
                why ->
                    why.isPresent()
                        ? save(state.park(Phase.UNFOLLOWED), Next.WAIT, 0)
                        : run(state, ready))
        : without(state, readiness);
  }

  private CompletionStage<Ended> run(BucketShardState state, Ready ready) {
    return switch (state.phase()) {
      case INIT -> asDiscovered(state).thenCompose(this::recordHead);
      case FULL -> pass(state, ready.bucket());
      case INCREMENTAL -> follow(state, ready.bucket());
      case STOPPED -> askWhetherStopped(state);
      case UNFOLLOWED -> save(state.restart(), Next.GO_ON, 0);
    };
  }

  private CompletionStage<Ended> without(BucketShardState state, BucketReadiness readiness) {
    if (readiness instanceof Unfollowed || readiness instanceof Refused) {
      return save(state.park(Phase.UNFOLLOWED), Next.WAIT, 0);
    }
    return forget(state);
  }

  /** That the bucket is ready may just have been found out, and with it whether to compare. */
  private CompletionStage<BucketShardState> asDiscovered(BucketShardState state) {
    return services
        .checkpoints()
        .bucketShard(state.shard())
        .thenApply(saved -> saved.filter(now -> now.phase() == Phase.INIT).orElse(state));
  }

  private CompletionStage<Ended> recordHead(BucketShardState state) {
    return indexState(
        state,
        index ->
            index.stopped()
                ? save(sayStopped(state).park(Phase.STOPPED), Next.WAIT, 0)
                : save(
                    state.startFull(index.head()),
                    Shortfall.indexMended(state.shard()),
                    Next.GO_ON));
  }

  private CompletionStage<Ended> askWhetherStopped(BucketShardState state) {
    return indexState(
        state,
        index ->
            index.stopped()
                ? CompletableFuture.completedFuture(new Ended(sayStopped(state), Next.WAIT, 0))
                : save(state.restart(), Next.GO_ON, 0));
  }

  /** Once for all shards of a bucket, whenever they are looked at: at each start and sweep. */
  private static BucketShardState sayStopped(BucketShardState state) {
    if (state.shard().shard() <= 0) {
      LOG.warn(
          "bucket {}: its syncing is disabled at the source; nothing of it is copied until"
              + " radosgw-admin bucket sync enable --bucket={} there, then it is compared in full",
          state.shard().instance().bucket(),
          state.shard().instance().bucket());
    }
    return state;
  }

  private CompletionStage<Ended> pass(BucketShardState state, BucketState bucket) {
    return new FullPass(services, materializer)
        .run(state, bucket)
        .thenCompose(
            end ->
                switch (end.kind()) {
                  case DONE -> follow(state, end.entries());
                  case CUT ->
                      CompletableFuture.completedFuture(
                          new Ended(state, Next.GO_ON, end.entries()));
                  case GONE -> notFound(state);
                });
  }

  /**
   * Its log has not been read since the pass began. It counts as changed until it is, lest a route
   * that runs once ends in between: there may be no other announcement.
   */
  private CompletionStage<Ended> follow(BucketShardState state, long entries) {
    BucketShardState followed = state.follow();
    Change unread = new Change.Dirty(state.shard(), state.logShard(), services.clock().instant());
    return services
        .checkpoints()
        .save(Change.of(new Change.ShardMoved(followed), unread))
        .thenApply(saved -> new Ended(followed, Next.GO_ON, entries));
  }

  private CompletionStage<Ended> follow(BucketShardState state, BucketState bucket) {
    return new LogRound(services, materializer)
        .run(state, bucket)
        .thenCompose(
            end ->
                switch (end.kind()) {
                  case AT_END ->
                      CompletableFuture.completedFuture(
                          new Ended(state.advanceTo(end.reached()), Next.WATCH, end.entries()));
                  case CUT ->
                      CompletableFuture.completedFuture(
                          new Ended(state.advanceTo(end.reached()), Next.GO_ON, end.entries()));
                  case GAP -> startOver(state);
                  // Enabled meanwhile, it is not announced again: ask at once.
                  case STOPPED -> save(state.park(Phase.STOPPED), Next.GO_ON, end.entries());
                  case NO_LOG -> notFound(state);
                });
  }

  private CompletionStage<Ended> startOver(BucketShardState state) {
    services.statistics().gap();
    LOG.warn(
        "bucket shard {}: its bucket index log was trimmed at the source past our marker {}; it is"
            + " compared in full and followed anew",
        state.shard(),
        state.position());
    return save(state.restart(), Next.GO_ON, 0);
  }

  private CompletionStage<Ended> indexState(
      BucketShardState state, Function<BucketIndexState, CompletionStage<Ended>> then) {
    return services
        .log()
        .bucketIndexState(state.shard())
        .thenCompose(found -> found.isEmpty() ? notFound(state) : then.apply(found.get()));
  }

  /** The source does not have the index: most likely the bucket has just been removed. */
  private CompletionStage<Ended> notFound(BucketShardState state) {
    BucketInstance instance = state.shard().instance();
    return services
        .metadata()
        .apply(new MetadataKey("bucket", instance.bucket().toString()))
        .thenCompose(read -> services.metadata().ready(instance))
        .thenCompose(
            readiness ->
                readiness instanceof Ready ? compareOnceItIsBack(state) : run(state, readiness));
  }

  /**
   * It waits for the next change or sweep, and is compared in full once it is back: what was missed
   * until then is not in the log that it has by then.
   */
  private CompletionStage<Ended> compareOnceItIsBack(BucketShardState state) {
    Shortfall shortfall = Shortfall.ofIndex(state.shard(), NO_INDEX);
    LOG.warn("bucket shard {}: {}", state.shard(), NO_INDEX);
    return save(state.park(Phase.UNFOLLOWED), shortfall.found(), Next.WAIT);
  }

  private CompletionStage<Ended> save(BucketShardState state, Change with, Next next) {
    return services
        .checkpoints()
        .save(Change.of(new Change.ShardMoved(state), with))
        .thenApply(ignored -> new Ended(state, next, 0));
  }

  private CompletionStage<Ended> save(BucketShardState state, Next next, long entries) {
    return services
        .checkpoints()
        .save(Change.of(new Change.ShardMoved(state)))
        .thenApply(ignored -> new Ended(state, next, entries));
  }

  private CompletionStage<Ended> forget(BucketShardState state) {
    return services
        .checkpoints()
        .save(Change.of(new Change.InstanceForgotten(state.shard().instance())))
        .thenApply(ignored -> new Ended(state, Next.FORGET, 0));
  }
}
