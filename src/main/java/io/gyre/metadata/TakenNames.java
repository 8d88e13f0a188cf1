package io.gyre.metadata;

import io.gyre.checkpoint.BucketState;
import io.gyre.checkpoint.CheckpointStore;
import io.gyre.log.BucketName;
import io.gyre.map.Places;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which bucket of the source has a name at the destination, where rules could give one name to two.
 * It belongs to the first one until that one, and its copy, are gone: the second would take over a
 * copy that is not its own.
 */
final class TakenNames {
  private static final int PAGE = 1000;

  private final CheckpointStore checkpoints;
  private final Places places;

  /** At most as many as the source has buckets. */
  private final Map<BucketName, BucketName> holders = new ConcurrentHashMap<>();

  /** The last one that each name was refused to; at most as many as there are holders. */
  private final Map<BucketName, BucketName> waiting = new ConcurrentHashMap<>();

  private volatile Optional<CompletableFuture<Void>> loaded = Optional.empty();

  TakenNames(CheckpointStore checkpoints, Places places) {
    this.checkpoints = checkpoints;
    this.places = places;
  }

  /** Takes its name for a bucket; why it cannot have it, or empty when it has it now. */
  CompletionStage<String> take(BucketName bucket) {
    if (places.isSame()) {
      return CompletableFuture.completedFuture("");
    }
    return loaded()
        .thenCompose(
            done -> {
              BucketName there = places.nameOf(bucket);
              BucketName holder = holders.computeIfAbsent(there, free -> bucket);
              if (holder.equals(bucket)) {
                return CompletableFuture.completedFuture("");
              }
              waiting.put(there, bucket);
              return taken(there, holder);
            });
  }

  /** The one that has the name may be refused, too. */
  private CompletionStage<String> taken(BucketName there, BucketName holder) {
    return checkpoints
        .bucketsNamed(holder.toString())
        .thenApply(
            states ->
                "map.buckets gives it the name "
                    + there
                    + (states.stream().anyMatch(BucketState::hasCopy)
                        ? ", which the copy of bucket " + holder + " has"
                        : ", which is for bucket " + holder)
                    + "; change the rule and start again with --rescan");
  }

  /**
   * A bucket is gone, and so is its copy, if it had one.
   *
   * @return one that was refused for it, if any
   */
  Optional<BucketName> free(BucketName bucket) {
    if (places.isSame() || !places.buckets().impossible(bucket).isEmpty()) {
      return Optional.empty();
    }
    BucketName there = places.nameOf(bucket);
    return holders.remove(there, bucket)
        ? Optional.ofNullable(waiting.remove(there))
        : Optional.empty();
  }

  /** Those that have copies come first. Read once; a failure is not remembered. */
  private synchronized CompletionStage<Void> loaded() {
    if (loaded.filter(before -> !before.isCompletedExceptionally()).isEmpty()) {
      loaded = Optional.of(load("").toCompletableFuture());
    }
    return loaded.orElseThrow();
  }

  private CompletionStage<Void> load(String after) {
    return checkpoints
        .buckets(after, PAGE)
        .thenCompose(
            page -> {
              page.stream().filter(BucketState::hasCopy).forEach(this::holds);
              return page.isEmpty()
                  ? CompletableFuture.completedFuture(null)
                  : load(last(page).toString());
            });
  }

  private void holds(BucketState state) {
    BucketName bucket = state.source().bucket();
    if (places.buckets().impossible(bucket).isEmpty()) {
      holders.putIfAbsent(places.nameOf(bucket), bucket);
    }
  }

  private static BucketName last(List<BucketState> page) {
    return page.get(page.size() - 1).source().bucket();
  }
}
