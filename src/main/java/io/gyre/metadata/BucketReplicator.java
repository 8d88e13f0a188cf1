package io.gyre.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.checkpoint.BucketShardState;
import io.gyre.checkpoint.BucketState;
import io.gyre.checkpoint.BucketState.Standing;
import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.CheckpointStore;
import io.gyre.copy.KeyedSerializer;
import io.gyre.log.BucketInstance;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import io.gyre.log.LogShards;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what concerns a whole bucket, one bucket name at a time: whether it is replicated, which
 * instance it is at the destination, its owner and its settings.
 *
 * <p>Which source bucket became which destination bucket is recorded before the first write, by the
 * source's bucket marker: a resharded bucket keeps its marker and stays the same bucket, one that
 * was created again gets a new marker. Instances are found through entry points only, since the
 * gateway keeps the instances of removed buckets.
 */
final class BucketReplicator {
  private static final Logger LOG = LoggerFactory.getLogger(BucketReplicator.class);
  private static final String ENTRY = "bucket";
  private static final String INSTANCE = "bucket.instance";

  private final MetadataStore source;
  private final MetadataStore destination;
  private final CheckpointStore checkpoints;
  private final ZoneFacts destinationFacts;
  private final Selection selection;
  private final UserReplicator users;
  private final DiscoveryListener listener;
  private final int dataLogShards;
  private final KeyedSerializer<BucketName> perBucket = new KeyedSerializer<>();

  BucketReplicator(
      MetadataStore source,
      MetadataStore destination,
      CheckpointStore checkpoints,
      ZoneFacts destinationFacts,
      Selection selection,
      UserReplicator users,
      DiscoveryListener listener,
      int dataLogShards) {
    this.source = source;
    this.destination = destination;
    this.checkpoints = checkpoints;
    this.destinationFacts = destinationFacts;
    this.selection = selection;
    this.users = users;
    this.listener = listener;
    this.dataLogShards = dataLogShards;
  }

  /** Brings one bucket to what the source has now. */
  CompletionStage<Void> apply(BucketName name) {
    return selection.buckets().test(name) ? perBucket.run(name, () -> bring(name)) : done();
  }

  /** What is known of an instance, after looking it up if nothing is. */
  CompletionStage<BucketReadiness> ready(BucketInstance instance) {
    if (!selection.buckets().test(instance.bucket())) {
      return CompletableFuture.completedFuture(new BucketReadiness.Unfollowed("not selected"));
    }
    return known(instance)
        .thenCompose(
            state ->
                state.isPresent() && state.get().standing() != Standing.CREATING
                    ? CompletableFuture.completedFuture(state)
                    : apply(instance.bucket()).thenCompose(applied -> known(instance)))
        .thenApply(
            state -> state.map(BucketReplicator::readiness).orElseGet(BucketReadiness.Gone::new));
  }

  private static BucketReadiness readiness(BucketState state) {
    return switch (state.standing()) {
      case FOLLOWED -> new BucketReadiness.Ready(state);
      case REFUSED -> new BucketReadiness.Refused(state.reason());
      case UNFOLLOWED, CREATING, REMOVING -> new BucketReadiness.Unfollowed(state.reason());
    };
  }

  private CompletionStage<Optional<BucketState>> known(BucketInstance instance) {
    return checkpoints
        .bucketsNamed(instance.bucket().toString())
        .thenApply(
            all -> all.stream().filter(state -> state.source().equals(instance)).findFirst());
  }

  private CompletionStage<Void> bring(BucketName name) {
    return source
        .get(ENTRY, name.toString())
        .thenCompose(
            entry ->
                entry.isEmpty()
                    ? done()
                    : source
                        .get(INSTANCE, name + ":" + SourceBucket.idOf(entry.get()))
                        .thenCompose(
                            info ->
                                info.isEmpty()
                                    ? done()
                                    : bring(new SourceBucket(name, entry.get(), info.get()))));
  }

  private CompletionStage<Void> bring(SourceBucket bucket) {
    return checkpoints
        .bucketsNamed(bucket.name().toString())
        .thenCompose(
            all -> {
              Optional<BucketState> known =
                  all.stream()
                      .filter(state -> state.sourceMarker().equals(bucket.marker()))
                      .findFirst();
              // The one place that knows of the kinds of buckets that are not followed yet.
              if (bucket.versioned()) {
                return stand(bucket, known, Standing.UNFOLLOWED, "versioned: not yet followed");
              }
              return users
                  .apply(bucket.owner())
                  .thenCompose(
                      owner ->
                          known.isPresent() && !known.get().destinationId().isEmpty()
                              ? change(bucket, known.get())
                              : create(bucket));
            });
  }

  /** Records why a bucket is not replicated, and says so when it is news. */
  private CompletionStage<Void> stand(
      SourceBucket bucket, Optional<BucketState> known, Standing standing, String reason) {
    if (known.isPresent()
        && known.get().standing() == standing
        && known.get().reason().equals(reason)) {
      return done();
    }
    LOG.warn("bucket {}: not replicated: {}", bucket.name(), reason);
    String id = known.map(BucketState::destinationId).orElse("");
    return checkpoints.save(Change.of(seen(bucket, id, standing, reason)));
  }

  private CompletionStage<Void> create(SourceBucket bucket) {
    return destination
        .get(ENTRY, bucket.name().toString())
        .thenCompose(
            there -> {
              if (there.isPresent()) {
                return takeOver(bucket, SourceBucket.idOf(there.get()));
              }
              String id = bucket.instance().id();
              return checkpoints
                  .save(Change.of(seen(bucket, id, Standing.CREATING, "being created")))
                  .thenCompose(saved -> makeAt(bucket, id));
            });
  }

  private CompletionStage<Void> takeOver(SourceBucket bucket, String id) {
    if (!selection.adoptBucket().test(bucket.name())) {
      return stand(
          bucket,
          Optional.empty(),
          Standing.REFUSED,
          "the destination has a bucket of this name that is not ours (take it over with adopt:"
              + " [\"bucket:"
              + bucket.name()
              + "\"])");
    }
    return writeSettings(bucket, id).thenCompose(written -> follow(bucket, id, true));
  }

  /** A bucket that is known and has an instance at the destination, or was about to get it. */
  private CompletionStage<Void> change(SourceBucket bucket, BucketState known) {
    if (known.standing() == Standing.CREATING) {
      return makeAt(bucket, known.destinationId());
    }
    boolean sameInstance = known.source().equals(bucket.instance());
    return writeSettings(bucket, known.destinationId())
        .thenCompose(
            written -> {
              if (sameInstance && known.standing() == Standing.FOLLOWED) {
                return done();
              }
              if (!sameInstance) {
                LOG.info(
                    "bucket {}: resharded at the source ({} -> {}); compared and followed anew",
                    bucket.name(),
                    known.source().id(),
                    bucket.instance().id());
              }
              return follow(bucket, known.destinationId(), true);
            });
  }

  private CompletionStage<Void> makeAt(SourceBucket bucket, String id) {
    String instanceKey = bucket.name() + ":" + id;
    return destination
        .put(INSTANCE, instanceKey, BucketPlan.newInstance(bucket.info(), destinationFacts))
        .thenCompose(made -> link(bucket, id, bucket.owner(), true))
        .thenCompose(linked -> follow(bucket, id, false));
  }

  /** Read, modify, write; and an owner's bucket list follows the entry point, in two steps. */
  private CompletionStage<Void> writeSettings(SourceBucket bucket, String id) {
    String key = bucket.name() + ":" + id;
    return destination
        .get(INSTANCE, key)
        .thenCompose(
            there -> {
              if (there.isEmpty()) {
                return makeAt(bucket, id);
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

  /**
   * @param recheck whether the destination may have some of its objects already
   */
  private CompletionStage<Void> follow(SourceBucket bucket, String id, boolean recheck) {
    List<Change> changes = new ArrayList<>();
    changes.add(seen(bucket, id, Standing.FOLLOWED, ""));
    for (BucketShard shard : BucketShard.all(bucket.instance(), bucket.shards())) {
      changes.add(
          new Change.ShardDiscovered(
              BucketShardState.fresh(shard, LogShards.data(shard, dataLogShards), recheck)));
    }
    return checkpoints
        .save(changes)
        .thenAccept(saved -> listener.discovered(bucket.instance(), bucket.shards()));
  }

  private static Change seen(SourceBucket bucket, String id, Standing standing, String reason) {
    return new Change.BucketSeen(
        new BucketState(bucket.instance(), bucket.marker(), bucket.shards(), id, standing, reason));
  }

  private static CompletionStage<Void> done() {
    return CompletableFuture.completedFuture(null);
  }
}
