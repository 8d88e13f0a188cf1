package io.gyre.metadata;

import io.gyre.checkpoint.BucketState;
import io.gyre.checkpoint.BucketState.Standing;
import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.CheckpointStore;
import io.gyre.copy.BucketVersioning;
import io.gyre.log.BucketName;
import io.gyre.map.Places;
import io.gyre.metadata.Neighbours.Company;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes, takes over and changes the destination's bucket for one of the source: its own, or one
 * that it has together with its {@link Neighbours}. Called for one name of the destination at a
 * time.
 */
final class BucketCopies {
  private static final Logger LOG = LoggerFactory.getLogger(BucketCopies.class);

  private final DestinationBuckets buckets;
  private final CheckpointStore checkpoints;
  private final BucketVersioning versioning;
  private final Selection selection;
  private final Places places;
  private final BucketStandings standings;
  private final Neighbours neighbours;

  /**
   * Ids of copies that were removed or replaced at the destination since this process began. Their
   * bucket shards may still be followed, and would go on where they are, as if all before were
   * there: so they are filled by the next process only.
   */
  private final Set<String> lost = ConcurrentHashMap.newKeySet();

  BucketCopies(
      DestinationBuckets buckets,
      CheckpointStore checkpoints,
      BucketVersioning versioning,
      Selection selection,
      BucketStandings standings,
      Neighbours neighbours) {
    this.buckets = buckets;
    this.checkpoints = checkpoints;
    this.versioning = versioning;
    this.selection = selection;
    this.places = selection.places();
    this.standings = standings;
    this.neighbours = neighbours;
  }

  /**
   * A bucket that is to be at the destination.
   *
   * @param known what the state knows of it
   */
  private record Wanted(SourceBucket bucket, Optional<BucketState> known, Company company) {}

  /** Has a bucket's copy be what the source has. */
  CompletionStage<Void> bring(SourceBucket bucket, Optional<BucketState> known) {
    return neighbours
        .of(bucket.name())
        .thenCompose(
            company -> {
              Wanted wanted = new Wanted(bucket, known, company);
              String mismatch = company.mismatch(bucket, places.nameOf(bucket.name()));
              return mismatch.isEmpty()
                  ? buckets
                      .find(bucket.name(), company.id())
                      .thenCompose(
                          there ->
                              known.filter(BucketState::hasCopy).isPresent()
                                  ? change(wanted, known.get(), there)
                                  : create(wanted, there))
                  : refuse(wanted, mismatch);
            });
  }

  private CompletionStage<Void> refuse(Wanted wanted, String reason) {
    return refused(
        wanted, standings.stand(wanted.bucket(), wanted.known(), Standing.REFUSED, reason));
  }

  /** It may not be for ever, as long as it has others of its name. */
  private CompletionStage<Void> refused(Wanted wanted, CompletionStage<Void> recorded) {
    return recorded.thenCompose(stood -> standsBack(wanted.bucket(), wanted.known()));
  }

  /** It is refused: it waits for its neighbours, and they need no longer heed it. */
  CompletionStage<Void> standsBack(SourceBucket bucket, Optional<BucketState> known) {
    neighbours.waits(bucket.name());
    return known.filter(BucketState::hasCopy).isPresent()
        ? neighbours.left(bucket.name())
        : CompletableFuture.completedFuture(null);
  }

  private CompletionStage<Void> create(Wanted wanted, Optional<DestinationBucket> there) {
    SourceBucket bucket = wanted.bucket();
    Optional<BucketState> known = wanted.known();
    if (lost.contains(bucket.copyId(places))) {
      return refused(wanted, standings.standLost(bucket, known, there));
    }
    if (there.isPresent()) {
      return takeOver(wanted, there.get());
    }
    if (wanted.company().followed().isPresent()) {
      return othersFirst(wanted);
    }
    boolean wasThere = known.filter(state -> !state.destinationId().isEmpty()).isPresent();
    return wasThere && !selection.adoptBucket().test(bucket.name())
        ? refused(wanted, standings.standGone(bucket, known))
        : makeNew(wanted, wasThere);
  }

  /** Made again, it would seem to be the one in which the other's objects are. */
  private CompletionStage<Void> othersFirst(Wanted wanted) {
    return refuse(
        wanted,
        "the destination's bucket "
            + places.nameOf(wanted.bucket().name())
            + ", in which the copy of bucket "
            + wanted.company().followed().orElseThrow().source().bucket()
            + " was, is not there any more; that one comes first");
  }

  /**
   * @param again whether something may be left of an earlier one
   */
  private CompletionStage<Void> makeNew(Wanted wanted, boolean again) {
    SourceBucket bucket = wanted.bucket();
    // Another one may have begun to make it, and was cut short.
    String id =
        wanted
            .company()
            .peer()
            .map(BucketState::destinationId)
            .orElseGet(() -> bucket.copyId(places));
    return another(bucket.name())
        .thenCompose(
            forgotten ->
                checkpoints.save(
                    Change.of(
                        BucketStandings.seen(bucket, id, Standing.CREATING, "being created"))))
        .thenCompose(saved -> buckets.make(bucket, id))
        .thenCompose(made -> follow(wanted, id, again));
  }

  /** What was known of the versioning of a bucket of this name is about another one. */
  private CompletionStage<Void> another(BucketName bucket) {
    return neighbours
        .named(bucket)
        .thenAccept(
            others -> {
              others.forEach(versioning::forget);
              versioning.forget(bucket);
            });
  }

  private CompletionStage<Void> follow(Wanted wanted, String id, boolean recheck) {
    SourceBucket bucket = wanted.bucket();
    neighbours.changed(bucket.name());
    versioning.wants(
        bucket.name(), wanted.company().versioning(bucket.name(), bucket.versioning()));
    return standings.follow(bucket, wanted.known(), id, recheck);
  }

  /** A bucket that the destination has under this name. */
  private CompletionStage<Void> takeOver(Wanted wanted, DestinationBucket there) {
    return isOurs(wanted, there)
        .thenCompose(
            ours ->
                ours || selection.adoptBucket().test(wanted.bucket().name())
                    ? obstacle(wanted, there)
                        .thenCompose(
                            why -> why.isEmpty() ? takeOwn(wanted, there) : refuse(wanted, why))
                    : refused(wanted, standings.standForeign(wanted.bucket(), wanted.known())));
  }

  /** Also one that a neighbour is in, unless this bucket was in another one before. */
  private CompletionStage<Boolean> isOurs(Wanted wanted, DestinationBucket there) {
    SourceBucket bucket = wanted.bucket();
    if (SourceBucket.isCopy(bucket.name(), bucket.entry(), there, places)
        || wanted.known().filter(state -> there.is(state.destinationId())).isPresent()) {
      return CompletableFuture.completedFuture(true);
    }
    boolean elsewhere =
        wanted
            .known()
            .filter(state -> state.standing() != Standing.CREATING)
            .filter(state -> !state.destinationId().isEmpty())
            .isPresent();
    return elsewhere
        ? CompletableFuture.completedFuture(false)
        : neighbours
            .find(bucket.name(), state -> there.is(state.destinationId()))
            .thenApply(Optional::isPresent);
  }

  private CompletionStage<String> obstacle(Wanted wanted, DestinationBucket there) {
    SourceBucket bucket = wanted.bucket();
    return isShared(wanted, there)
        ? buckets
            .irreversible(bucket, there)
            .thenCompose(
                why ->
                    why.isEmpty()
                        ? buckets.lacking(bucket, there)
                        : CompletableFuture.completedFuture(why))
            .thenApply(why -> why.isEmpty() ? "" : notTogether(bucket.name(), why))
        : buckets
            .irreversible(bucket, there)
            .thenApply(why -> why.isEmpty() ? "" : why + " (remove or rename it)");
  }

  private String notTogether(BucketName bucket, String why) {
    return "map.buckets puts it into "
        + places.nameOf(bucket)
        + " with other buckets, but "
        + why
        + "; change the rule, so that it has a bucket of its own, and start again with --rescan";
  }

  private static boolean isShared(Wanted wanted, DestinationBucket there) {
    return there.is(wanted.company().id());
  }

  /** By which others may know it, now or later; empty where the bucket can get one of its own. */
  private Optional<String> kept(Wanted wanted, DestinationBucket there) {
    return isShared(wanted, there)
        ? Optional.of(wanted.company().id())
        : wanted
            .known()
            .map(BucketState::destinationId)
            .filter(there::is)
            .filter(id -> places.mayShare(wanted.bucket().name()));
  }

  private CompletionStage<Void> takeOwn(Wanted wanted, DestinationBucket there) {
    LOG.info(
        "bucket {}: the destination has it already; compared and followed",
        places.shown(wanted.bucket().name()));
    CompletionStage<Void> ready =
        isShared(wanted, there)
            ? CompletableFuture.completedFuture(null)
            : another(wanted.bucket().name());
    return ready
        .thenCompose(forgotten -> update(wanted, there))
        .thenCompose(id -> follow(wanted, id, true));
  }

  private CompletionStage<String> update(Wanted wanted, DestinationBucket there) {
    SourceBucket bucket = wanted.bucket();
    return kept(wanted, there)
        .map(
            id ->
                buckets
                    .updateShared(bucket, there, wanted.company().decider(bucket.name()))
                    .thenApply(updated -> id))
        .orElseGet(() -> buckets.update(bucket, there));
  }

  /** A bucket that is known and has an instance at the destination, or was about to get it. */
  private CompletionStage<Void> change(
      Wanted wanted, BucketState known, Optional<DestinationBucket> there) {
    SourceBucket bucket = wanted.bucket();
    if (known.standing() == Standing.CREATING) {
      return goOnMaking(wanted, known.destinationId(), there);
    }
    if (there.filter(found -> found.is(known.destinationId())).isPresent()) {
      return change(wanted, known, there.get());
    }
    lost.add(bucket.copyId(places));
    return refused(wanted, standings.standLost(bucket, Optional.of(known), there));
  }

  /** A making that was cut short; others may be in the bucket by now. */
  private CompletionStage<Void> goOnMaking(
      Wanted wanted, String id, Optional<DestinationBucket> there) {
    boolean othersMadeIt = wanted.company().followed().isPresent();
    if (othersMadeIt && there.isEmpty()) {
      return othersFirst(wanted);
    }
    return there.isPresent()
            && (othersMadeIt || (!there.get().id().equals(id) && !there.get().blank()))
        ? takeOver(wanted, there.get())
        : buckets.make(wanted.bucket(), id).thenCompose(made -> follow(wanted, id, true));
  }

  private CompletionStage<Void> change(Wanted wanted, BucketState known, DestinationBucket there) {
    SourceBucket bucket = wanted.bucket();
    boolean sameInstance = known.source().equals(bucket.instance());
    return update(wanted, there)
        .thenCompose(
            id -> {
              if (!sameInstance) {
                LOG.info(
                    "bucket {}: resharded at the source ({} -> {}); compared and followed anew",
                    bucket.name(),
                    known.source().id(),
                    bucket.instance().id());
                return follow(wanted, id, true);
              }
              versioning.wants(
                  bucket.name(), wanted.company().versioning(bucket.name(), bucket.versioning()));
              if (known.versioning() == bucket.versioning() && known.destinationId().equals(id)) {
                return CompletableFuture.completedFuture(null);
              }
              neighbours.changed(bucket.name());
              return checkpoints.save(
                  Change.of(BucketStandings.seen(bucket, id, Standing.FOLLOWED, "")));
            });
  }
}
