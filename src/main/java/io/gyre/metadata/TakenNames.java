package io.gyre.metadata;

import io.gyre.checkpoint.BucketState;
import io.gyre.checkpoint.CheckpointStore;
import io.gyre.log.BucketName;
import io.gyre.map.Places;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Which buckets of the source have a name at the destination, where rules could give one name to
 * several. Those whose keys cannot meet there have it together. Otherwise it belongs to the first
 * one until that one, and its copy, are gone: the second would take over a copy that is not its
 * own.
 */
final class TakenNames {
  private static final int PAGE = 1000;

  private final CheckpointStore checkpoints;
  private final Places places;

  /** By name there; in all at most as many as the source has buckets. Guarded by this. */
  private final Map<BucketName, NavigableSet<BucketName>> holders = new HashMap<>();

  private Optional<CompletableFuture<Void>> loaded = Optional.empty();

  TakenNames(CheckpointStore checkpoints, Places places) {
    this.checkpoints = checkpoints;
    this.places = places;
  }

  /** Takes its name for a bucket; why it cannot have it, or empty when it has it now. */
  CompletionStage<String> take(BucketName bucket) {
    return places.isSame()
        ? CompletableFuture.completedFuture("")
        : loaded()
            .thenCompose(
                done ->
                    hold(bucket)
                        .map(holder -> taken(bucket, holder))
                        .orElseGet(() -> CompletableFuture.completedFuture("")));
  }

  /** Who keeps it from having its name; empty when it has it now. */
  private synchronized Optional<BucketName> hold(BucketName bucket) {
    NavigableSet<BucketName> there =
        holders.computeIfAbsent(places.nameOf(bucket), free -> new TreeSet<>());
    Optional<BucketName> other =
        there.contains(bucket)
            ? Optional.empty()
            : there.stream().filter(each -> places.of(each).meets(places.of(bucket))).findFirst();
    if (other.isEmpty()) {
      there.add(bucket);
    }
    return other;
  }

  /** The one that has the name may be refused, too. */
  private CompletionStage<String> taken(BucketName bucket, BucketName holder) {
    return checkpoints
        .bucketsNamed(holder.toString())
        .thenApply(
            states ->
                "map.buckets gives it the name "
                    + places.nameOf(bucket)
                    + (states.stream().anyMatch(BucketState::hasCopy)
                        ? ", which the copy of bucket " + holder + " has"
                        : ", which is for bucket " + holder)
                    + "; change the rule, or give both a prefix of their own with map.keys, neither"
                    + " of which begins with the other, and start again with --rescan");
  }

  /** A bucket is gone, and so is its copy, if it had one. */
  synchronized void free(BucketName bucket) {
    if (!places.isSame() && places.buckets().impossible(bucket).isEmpty()) {
      holders.computeIfPresent(
          places.nameOf(bucket),
          (there, all) -> {
            all.remove(bucket);
            return all.isEmpty() ? null : all;
          });
    }
  }

  /** The other buckets that have the name of one, in their order. */
  CompletionStage<List<BucketName>> others(BucketName bucket) {
    return places.mayShare(bucket)
        ? loaded().thenApply(done -> othersNow(bucket))
        : CompletableFuture.completedFuture(List.of());
  }

  private synchronized List<BucketName> othersNow(BucketName bucket) {
    return Optional.ofNullable(holders.get(places.nameOf(bucket))).stream()
        .flatMap(NavigableSet::stream)
        .filter(each -> !each.equals(bucket))
        .toList();
  }

  /** Those that have copies come first. Read once; a failure is not remembered. */
  private synchronized CompletionStage<Void> loaded() {
    if (loaded.filter(before -> !before.isCompletedExceptionally()).isEmpty()) {
      List<BucketName> maybe = new ArrayList<>();
      loaded =
          Optional.of(
              load("", maybe).thenAccept(read -> maybe.forEach(this::hold)).toCompletableFuture());
    }
    return loaded.orElseThrow();
  }

  /**
   * @param maybe gets those whose objects may be there although they are not replicated now
   */
  private CompletionStage<Void> load(String after, List<BucketName> maybe) {
    return checkpoints
        .buckets(after, PAGE)
        .thenCompose(
            page -> {
              for (BucketState state : page) {
                BucketName bucket = state.source().bucket();
                if (!state.destinationId().isEmpty()
                    && places.buckets().impossible(bucket).isEmpty()) {
                  if (state.hasCopy()) {
                    hold(bucket);
                  } else {
                    maybe.add(bucket);
                  }
                }
              }
              return page.isEmpty()
                  ? CompletableFuture.completedFuture(null)
                  : load(page.get(page.size() - 1).source().bucket().toString(), maybe);
            });
  }
}
