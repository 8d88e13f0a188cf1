package io.gyre.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.checkpoint.BucketState;
import io.gyre.checkpoint.BucketState.Standing;
import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.CheckpointStore;
import io.gyre.copy.BucketVersioning;
import io.gyre.copy.KeyedSerializer;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketInstance;
import io.gyre.log.BucketName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
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

  /** Removals that are begun again at a time, those first that have not failed. */
  private static final int REMOVALS_RESUMED = 10_000;

  private final MetadataStore source;
  private final DestinationBuckets buckets;
  private final BucketRemovals removals;
  private final CheckpointStore checkpoints;
  private final BucketVersioning versioning;
  private final Selection selection;
  private final DestinationUsers users;
  private final BucketStandings standings;
  private final BucketRemovals.AfterRemoval afterRemoval;
  private final TakenNames names;
  private final Neighbours neighbours;
  private final BucketCopies copies;
  private final KeyedSerializer<BucketName> perBucket = new KeyedSerializer<>();

  BucketReplicator(
      MetadataStore source,
      DestinationBuckets buckets,
      CheckpointStore checkpoints,
      BucketVersioning versioning,
      Selection selection,
      DestinationUsers users,
      DiscoveryListener listener,
      BucketRemovals.AfterRemoval afterRemoval,
      Function<BucketName, CompletionStage<Void>> copiesEnded,
      int dataLogShards,
      Patience patience) {
    this.source = source;
    this.buckets = buckets;
    this.names = new TakenNames(checkpoints, selection.places());
    this.neighbours = new Neighbours(names, checkpoints, selection);
    this.removals =
        new BucketRemovals(
            checkpoints,
            new RemovalProof(source, buckets, patience),
            new CopyRemover(
                buckets,
                checkpoints,
                selection.places(),
                neighbours,
                afterRemoval::due,
                copiesEnded,
                this::oneByOne),
            this::removed,
            this::backAgain);
    this.checkpoints = checkpoints;
    this.versioning = versioning;
    this.selection = selection;
    this.users = users;
    this.standings = new BucketStandings(checkpoints, selection.places(), listener, dataLogShards);
    this.copies =
        new BucketCopies(buckets, checkpoints, versioning, selection, standings, neighbours);
    this.afterRemoval = afterRemoval;
  }

  /** Brings one bucket to what the source has now. */
  CompletionStage<Void> apply(BucketName name) {
    return selection.buckets().test(name)
        ? oneByOne(name, () -> bring(name)).thenCompose(done -> lookUp(neighbours.woken(name)))
        : done();
  }

  private CompletionStage<Void> oneByOne(
      BucketName name, Supplier<CompletionStage<Void>> operation) {
    return perBucket.run(neighbours.matter(name), operation);
  }

  /**
   * What is known of an instance.
   *
   * @param lookUp is asked for first when nothing is
   */
  CompletionStage<BucketReadiness> ready(
      BucketInstance instance, Supplier<CompletionStage<Void>> lookUp) {
    if (!selection.buckets().test(instance.bucket())) {
      return CompletableFuture.completedFuture(new BucketReadiness.Unfollowed("not selected"));
    }
    return known(instance)
        .thenCompose(
            state ->
                state.isPresent() && state.get().standing() != Standing.CREATING
                    ? CompletableFuture.completedFuture(state)
                    : lookUp.get().thenCompose(applied -> known(instance)))
        .thenCompose(
            state ->
                state
                    .map(this::readiness)
                    .orElseGet(
                        () -> CompletableFuture.completedFuture(new BucketReadiness.Gone())));
  }

  private CompletionStage<BucketReadiness> readiness(BucketState state) {
    BucketName name = state.source().bucket();
    return state.standing() == Standing.FOLLOWED
        ? neighbours
            .of(name)
            .thenAccept(
                company -> versioning.wants(name, company.versioning(name, state.versioning())))
            .thenApply(told -> new BucketReadiness.Ready(state))
        : CompletableFuture.completedFuture(unready(state));
  }

  private static BucketReadiness unready(BucketState state) {
    return switch (state.standing()) {
      case FOLLOWED -> new BucketReadiness.Ready(state);
      case REFUSED -> new BucketReadiness.Refused(state.reason());
      case UNFOLLOWED, UNSELECTED, CREATING, REMOVING ->
          new BucketReadiness.Unfollowed(state.reason());
    };
  }

  /** Its name may be in use at the source, and that at the destination free for another one. */
  private CompletionStage<Void> removed(BucketState bucket) {
    BucketName name = bucket.source().bucket();
    return oneByOne(name, () -> free(name))
        .thenCompose(free -> neighbours.of(name))
        .thenCompose(
            company -> {
              Set<BucketName> others = neighbours.woken(name);
              if (company.decides(name)) {
                company.peer().ifPresent(next -> others.add(next.source().bucket()));
              }
              return lookUp(name).thenCompose(done -> lookUp(others));
            });
  }

  /** Unless the source has another one of its name by now, which has it already. */
  private CompletionStage<Void> free(BucketName name) {
    return checkpoints
        .bucketsNamed(name.toString())
        .thenAccept(
            states -> {
              if (states.stream().allMatch(state -> state.destinationId().isEmpty())) {
                names.free(name);
                versioning.forget(name);
                neighbours.changed(name);
              }
            });
  }

  private CompletionStage<Void> lookUp(Set<BucketName> others) {
    CompletionStage<Void> done = done();
    for (BucketName other : others) {
      done = done.thenCompose(before -> lookUp(other));
    }
    return done;
  }

  private CompletionStage<Void> lookUp(BucketName name) {
    return afterRemoval
        .lookUp(name)
        .exceptionally(
            failure -> {
              LOG.warn(
                  "bucket {}: could not be looked up after its removal ended; it is tried again: {}",
                  name,
                  GatewayException.unwrap(failure).toString());
              return null;
            });
  }

  /**
   * The source has a bucket that was being removed, with the marker that it had. What is left of
   * its copy is compared, and followed again; until then it counts as refused, lest that be
   * forgotten.
   */
  private CompletionStage<Void> backAgain(BucketState removing) {
    BucketName name = removing.source().bucket();
    LOG.info("bucket {}: is at the source again; its copy is not removed any further", name);
    return oneByOne(
            name,
            () ->
                buckets
                    .find(name)
                    .thenCompose(there -> checkpoints.save(Change.of(backAgain(removing, there)))))
        .thenCompose(saved -> lookUp(name));
  }

  private static Change backAgain(BucketState removing, Optional<DestinationBucket> there) {
    return there.filter(found -> found.is(removing.destinationId())).isEmpty()
        ? new Change.BucketForgotten(removing.source())
        : new Change.BucketSeen(
            new BucketState(
                removing.source(),
                removing.sourceMarker(),
                removing.shards(),
                removing.versioning(),
                removing.destinationId(),
                Standing.REFUSED,
                "was being removed, and is at the source again; about to be compared"));
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
                    ? outlived(name, "").thenAccept(free -> {})
                    : source
                        .get(INSTANCE, name + ":" + SourceBucket.idOf(entry.get()))
                        .thenCompose(
                            info ->
                                info.isEmpty()
                                    ? CompletableFuture.failedFuture(noInstance(name, entry.get()))
                                    : bring(
                                        new SourceBucket(
                                            name, entry.get(), info.get(), selection.settings()))));
  }

  /** It may be on its way: removed, or resharded. */
  private static GatewayException noInstance(BucketName name, JsonNode entry) {
    return new GatewayException(
        FailureClass.TRANSIENT,
        "the source names the bucket instance "
            + name
            + ":"
            + SourceBucket.idOf(entry)
            + " and does not have it",
        null);
  }

  /** A bucket of another marker is another bucket, that was removed before this one was created. */
  private CompletionStage<Void> bring(SourceBucket bucket) {
    return outlived(bucket.name(), bucket.marker())
        .thenCompose(
            free -> {
              if (!free) {
                return done();
              }
              return selection.owners().test(bucket.name(), bucket.owner())
                  ? obstacle(bucket).thenCompose(why -> bring(bucket, why))
                  : standings
                      .leave(bucket)
                      .thenCompose(had -> had ? neighbours.left(bucket.name()) : done());
            });
  }

  private CompletionStage<String> obstacle(SourceBucket bucket) {
    String nameless = selection.places().buckets().impossible(bucket.name());
    String impossible = nameless.isEmpty() ? buckets.impossible(bucket.name()) : nameless;
    return impossible.isEmpty()
        ? names
            .take(bucket.name())
            .thenCompose(
                taken ->
                    taken.isEmpty()
                        ? users.ownerless(bucket.owner())
                        : CompletableFuture.completedFuture(taken))
        : CompletableFuture.completedFuture(impossible);
  }

  /**
   * Begins to remove what the source no longer has under a name.
   *
   * @param marker of the bucket that it has now; empty when there is none
   * @return whether the name is free for that one
   */
  private CompletionStage<Boolean> outlived(BucketName name, String marker) {
    return checkpoints
        .bucketsNamed(name.toString())
        .thenCompose(
            known -> {
              List<BucketState> gone = known.stream().filter(each -> isGone(each, marker)).toList();
              List<BucketState> ours = gone.stream().filter(BucketState::hasCopy).toList();
              List<Change> changes = new ArrayList<>();
              for (BucketState state : gone) {
                if (state.hasCopy()) {
                  changes.add(new Change.BucketSeen(state.removing()));
                  changes.add(new Change.InstanceForgotten(state.source()));
                } else {
                  changes.add(new Change.BucketForgotten(state.source()));
                }
              }
              return (changes.isEmpty() ? done() : checkpoints.save(changes))
                  .thenCompose(
                      saved -> {
                        ours.forEach(removals::begin);
                        return ours.isEmpty() && marker.isEmpty() ? free(name) : done();
                      })
                  .thenApply(begun -> ours.isEmpty());
            });
  }

  /** A bucket that was renamed and has its name again keeps its marker; what is removed is gone. */
  private static boolean isGone(BucketState known, String marker) {
    return !known.sourceMarker().equals(marker) || known.standing() == Standing.REMOVING;
  }

  /**
   * @param obstacle why it cannot be there, or could have no owner; empty when it can
   */
  private CompletionStage<Void> bring(SourceBucket bucket, String obstacle) {
    return checkpoints
        .bucketsNamed(bucket.name().toString())
        .thenCompose(
            all -> {
              Optional<BucketState> known =
                  all.stream()
                      .filter(state -> state.sourceMarker().equals(bucket.marker()))
                      .findFirst();
              boolean ours = known.filter(BucketState::hasCopy).isPresent();
              // Where users are not replicated, owners of what was made before may come and go.
              if (!obstacle.isEmpty() && (selection.users() || !ours)) {
                return standings
                    .stand(bucket, known, Standing.REFUSED, obstacle)
                    .thenCompose(stood -> copies.standsBack(bucket, known));
              }
              return copies.bring(bucket, known);
            });
  }

  /** Begins again what an earlier run, or a failure, left undone. */
  CompletionStage<Void> resume() {
    return new VersioningJournal(checkpoints)
        .resume(versioning)
        .thenCompose(resumed -> checkpoints.bucketsBeingRemoved(REMOVALS_RESUMED))
        .thenCompose(this::resume);
  }

  /** What is no longer selected is not removed any further. */
  private CompletionStage<Void> resume(List<BucketState> removing) {
    List<Change> left = new ArrayList<>();
    for (BucketState state : removing) {
      if (selection.buckets().test(state.source().bucket())) {
        removals.begin(state);
      } else {
        LOG.info("bucket {}: not selected: its removal ends", state.source().bucket());
        left.add(
            new Change.BucketSeen(
                state.as(Standing.UNSELECTED, "was being removed when it was left out")));
      }
    }
    return left.isEmpty() ? done() : checkpoints.save(left);
  }

  /** Removals that have not ended, with what follows. */
  int removalsUnderWay() {
    return removals.underWay();
  }

  private static CompletionStage<Void> done() {
    return CompletableFuture.completedFuture(null);
  }
}
