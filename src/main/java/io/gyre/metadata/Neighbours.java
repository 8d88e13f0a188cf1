package io.gyre.metadata;

import io.gyre.checkpoint.BucketState;
import io.gyre.checkpoint.BucketState.Standing;
import io.gyre.checkpoint.CheckpointStore;
import io.gyre.log.BucketName;
import io.gyre.log.Versioning;
import io.gyre.map.Places;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Buckets of the source whose copies are in one bucket of the destination, each at keys of its own.
 *
 * <p>The destination's bucket keeps the id that it was made with, by which all of them know it. The
 * first by name of those that are replicated decides its settings and its owner: that is the same
 * after a restart and without a state. The other way would have been the one that made it; but then
 * the order in which the first pass happened to meet them would show for ever.
 */
final class Neighbours {
  private final TakenNames names;
  private final CheckpointStore checkpoints;
  private final Selection selection;

  /** To be looked at after a change; by name there, at most as many as the source has buckets. */
  private final Map<BucketName, Set<BucketName>> waiting = new ConcurrentHashMap<>();

  /** Names there, of which something has changed. */
  private final Set<BucketName> changed = ConcurrentHashMap.newKeySet();

  Neighbours(TakenNames names, CheckpointStore checkpoints, Selection selection) {
    this.names = names;
    this.checkpoints = checkpoints;
    this.selection = selection;
  }

  /**
   * What one bucket has to know of the others.
   *
   * @param inhabitant the first of those that may have objects there
   * @param peer the first of those that are replicated
   * @param followed the first of those whose copy has been there already
   */
  record Company(
      Optional<BucketState> inhabitant,
      Optional<BucketState> peer,
      Optional<BucketState> followed) {
    static final Company NONE = new Company(Optional.empty(), Optional.empty(), Optional.empty());

    /** Whether a bucket decides what is set there. */
    boolean decides(BucketName bucket) {
      return peer.filter(other -> other.source().bucket().compareTo(bucket) < 0).isEmpty();
    }

    /** Who does. */
    BucketName decider(BucketName bucket) {
      return decides(bucket) ? bucket : peer.orElseThrow().source().bucket();
    }

    /** The id by which others know the bucket; empty where none is in it. */
    String id() {
      return peer.or(() -> inhabitant).map(BucketState::destinationId).orElse("");
    }

    /** The state that the destination's bucket is to have in the end. */
    Versioning versioning(BucketName bucket, Versioning own) {
      return decides(bucket) ? own : peer.orElseThrow().versioning();
    }

    /**
     * Why a bucket cannot be with the others: in one that keeps versions each removal makes a
     * delete marker, and in one that keeps none the versions are lost.
     */
    String mismatch(SourceBucket bucket, BucketName there) {
      return peer.filter(
              other -> other.versioning().everEnabled() != bucket.versioning().everEnabled())
          .map(
              other ->
                  "map.buckets puts it into "
                      + there
                      + " with bucket "
                      + other.source().bucket()
                      + ", but "
                      + (bucket.versioning().everEnabled() ? "it" : "that one")
                      + " keeps versions and "
                      + (bucket.versioning().everEnabled() ? "that one" : "it")
                      + " never did, which no bucket can do both: enable versioning for both at the"
                      + " source, or change the rule and start again with --rescan")
          .orElse("");
    }
  }

  /** The others of a bucket, as the state knows them now. */
  CompletionStage<Company> of(BucketName bucket) {
    return find(bucket, Neighbours::mayHaveObjects)
        .thenCompose(
            inhabitant ->
                inhabitant.isEmpty()
                    ? CompletableFuture.completedFuture(Company.NONE)
                    : find(bucket, this::isReplicated)
                        .thenCombine(
                            find(bucket, this::isFollowed),
                            (peer, followed) -> new Company(inhabitant, peer, followed)));
  }

  private static boolean mayHaveObjects(BucketState state) {
    return switch (state.standing()) {
      case CREATING, FOLLOWED, UNSELECTED, REMOVING -> !state.destinationId().isEmpty();
      case REFUSED, UNFOLLOWED -> false;
    };
  }

  private boolean isReplicated(BucketState state) {
    return (state.standing() == Standing.FOLLOWED || state.standing() == Standing.CREATING)
        && !state.destinationId().isEmpty()
        && selection.buckets().test(state.source().bucket());
  }

  private boolean isFollowed(BucketState state) {
    return state.standing() == Standing.FOLLOWED && isReplicated(state);
  }

  /** The others of a bucket's name, whatever became of them. */
  CompletionStage<List<BucketName>> named(BucketName bucket) {
    return names.others(bucket);
  }

  /** The first other one of a name for which something holds. */
  CompletionStage<Optional<BucketState>> find(BucketName bucket, Predicate<BucketState> which) {
    return names.others(bucket).thenCompose(others -> first(others, which));
  }

  private CompletionStage<Optional<BucketState>> first(
      List<BucketName> others, Predicate<BucketState> which) {
    CompletionStage<Optional<BucketState>> found =
        CompletableFuture.completedFuture(Optional.empty());
    for (BucketName other : others) {
      found =
          found.thenCompose(
              before ->
                  before.isPresent()
                      ? CompletableFuture.completedFuture(before)
                      : checkpoints
                          .bucketsNamed(other.toString())
                          .thenApply(states -> states.stream().filter(which).findFirst()));
    }
    return found;
  }

  /** A bucket was refused, and may not be once something changes for another one of its name. */
  void waits(BucketName bucket) {
    there(bucket)
        .ifPresent(
            there ->
                waiting.compute(
                    there,
                    (name, before) -> {
                      Set<BucketName> all = before == null ? new TreeSet<>() : before;
                      all.add(bucket);
                      return all;
                    }));
  }

  /** Something has changed for a bucket that others of its name may have waited for. */
  void changed(BucketName bucket) {
    there(bucket).ifPresent(changed::add);
  }

  /** A bucket is not replicated any more; if it decided, the next one does, and is looked at. */
  CompletionStage<Void> left(BucketName bucket) {
    return of(bucket)
        .thenAccept(
            company -> {
              company
                  .peer()
                  .filter(next -> company.decides(bucket))
                  .ifPresent(next -> waits(next.source().bucket()));
              changed(bucket);
            });
  }

  /**
   * The others of a bucket's name that are to be looked at, once after each change. One that has
   * just been refused itself goes on waiting.
   */
  Set<BucketName> woken(BucketName bucket) {
    Set<BucketName> all =
        there(bucket)
            .filter(changed::remove)
            .flatMap(there -> Optional.ofNullable(waiting.remove(there)))
            .orElse(Set.of());
    Set<BucketName> others = new TreeSet<>(all);
    if (others.remove(bucket)) {
      waits(bucket);
    }
    return others;
  }

  /** One name at the destination is one matter: what is decided about it comes one by one. */
  BucketName matter(BucketName bucket) {
    return there(bucket).orElse(bucket);
  }

  /** Empty where no two buckets can have one name, or this one has none. */
  private Optional<BucketName> there(BucketName bucket) {
    Places places = selection.places();
    return places.buckets().isEmpty() || !places.buckets().impossible(bucket).isEmpty()
        ? Optional.empty()
        : Optional.of(places.nameOf(bucket));
  }
}
