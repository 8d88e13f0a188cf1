package io.gyre.copy;

import io.gyre.copy.CopyTask.Intent;
import io.gyre.copy.ImageStep.Drop;
import io.gyre.copy.ImageStep.Learn;
import io.gyre.copy.ImageStep.Mark;
import io.gyre.copy.ImageStep.Put;
import io.gyre.copy.ImageStep.Refresh;
import io.gyre.copy.ImageStep.Remove;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.log.ListedVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * To a store that gives versions ids of its own, and takes new ones on top only: looks at what it
 * has of a key, plans ({@link ImagePlan}), and does it step by step, each durable in the map before
 * the next.
 */
public final class StoreKeyCopier implements KeyCopier {
  /** Looks before it is given up: the source changes faster than it can be copied. */
  private static final int MAX_ROUNDS = 6;

  /** A listing may hand out more versions of one key in several groups. */
  private static final int MAX_OF_A_GROUP = 1000;

  private final VersionStore store;
  private final ImageMap map;
  private final Predicate<BucketName> everEnabled;
  private final PlainCopier plain;

  /**
   * @param everEnabled whether a bucket keeps versions, here or at the source, or ever did
   */
  public StoreKeyCopier(VersionStore store, ImageMap map, Predicate<BucketName> everEnabled) {
    this.store = store;
    this.map = map;
    this.everEnabled = everEnabled;
    this.plain = new PlainCopier(store);
  }

  @Override
  public CompletionStage<List<Ended>> bring(BucketName bucket, List<CopyTask> tasks) {
    CopyTask task = tasks.get(0);
    if (everEnabled.test(bucket) || CopyTask.anyVersioned(tasks)) {
      return store
          .enable(bucket)
          .thenCompose(enabled -> new Run(bucket, task.key(), tasks).round())
          .thenCompose(ended -> settled(bucket, task.key(), ended));
    }
    return plain
        .bring(ObjectVersion.plain(bucket, task.key()), task)
        .thenCompose(ended -> settled(bucket, task.key(), List.of(ended)));
  }

  private CompletionStage<List<Ended>> settled(BucketName bucket, String key, List<Ended> ended) {
    return store.settled(bucket, key).thenApply(done -> ended);
  }

  /** One key's tasks. Its steps follow one another, so nothing here is shared between threads. */
  private final class Run {
    private final BucketName bucket;
    private final String key;
    private final List<CopyTask> tasks;
    private final Map<String, Ended> settled = new HashMap<>();
    private List<ListedVersion> source = List.of();
    private final Set<String> leftOut = new HashSet<>();
    private boolean look;
    private int rounds;

    Run(BucketName bucket, String key, List<CopyTask> tasks) {
      this.bucket = bucket;
      this.key = key;
      this.tasks = tasks;
    }

    CompletionStage<List<Ended>> round() {
      if (rounds++ == MAX_ROUNDS) {
        return CompletableFuture.failedFuture(
            new GatewayException(
                FailureClass.TRANSIENT,
                bucket + " / " + key + ": changes at the source faster than it can be copied",
                null));
      }
      return store
          .versionsAtDestination(bucket, key)
          .thenCompose(
              listed ->
                  atSource(listed)
                      .thenCompose(found -> map.of(bucket, key))
                      .thenCompose(known -> plan(listed, known)));
    }

    /** The tasks of a first copy are all that the source has of the key. */
    private CompletionStage<Void> atSource(List<ListedVersion> there) {
      boolean whole =
          !look
              && there.isEmpty()
              && tasks.size() < MAX_OF_A_GROUP
              && tasks.stream().allMatch(task -> task.listed() && !task.recheck());
      look = false;
      if (whole) {
        source = asListed(tasks);
        return nothing();
      }
      return store.versionsAtSource(bucket, key).thenAccept(listed -> source = listed);
    }

    private CompletionStage<List<Ended>> plan(List<ListedVersion> there, List<Image> known) {
      Map<String, Image> byId =
          known.stream().collect(Collectors.toMap(Image::destinationId, Function.identity()));
      return rows(there, byId)
          .thenCompose(rows -> perform(ImagePlan.of(open(), taken(), rows, known)));
    }

    private CompletionStage<List<ImagePlan.Row>> rows(
        List<ListedVersion> there, Map<String, Image> known) {
      CompletionStage<List<ImagePlan.Row>> rows =
          CompletableFuture.completedFuture(new ArrayList<>());
      for (ListedVersion listed : there) {
        Optional<Image> image = Optional.ofNullable(known.get(listed.versionId()));
        rows =
            rows.thenCompose(
                all ->
                    imageOf(listed, image)
                        .thenApply(
                            found -> {
                              boolean same = image.isPresent() && found.equals(image);
                              all.add(new ImagePlan.Row(listed, found, same));
                              return all;
                            }));
      }
      return rows;
    }

    /**
     * A null version may have been written over since it was recorded: it says itself what it is.
     */
    private CompletionStage<Optional<Image>> imageOf(
        ListedVersion listed, Optional<Image> recorded) {
      boolean isNull = listed.versionId().equals(ObjectVersion.NULL);
      if (listed.deleteMarker() || (recorded.isPresent() && !isNull)) {
        return CompletableFuture.completedFuture(recorded);
      }
      return store
          .image(bucket, key, listed.versionId())
          .thenApply(
              said ->
                  recorded
                      .filter(image -> said.filter(other -> image.isOfSame(other)).isPresent())
                      .or(() -> said));
    }

    private List<ListedVersion> taken() {
      return source.stream().filter(row -> !leftOut.contains(row.versionId())).toList();
    }

    private List<CopyTask> open() {
      return tasks.stream().filter(task -> !settled.containsKey(task.versionId())).toList();
    }

    private CompletionStage<List<Ended>> perform(List<ImageStep> steps) {
      CompletionStage<Void> done = nothing();
      for (ImageStep step : steps) {
        // What the source no longer has as it was listed is planned anew, with all that follows.
        done = done.thenCompose(before -> look ? nothing() : perform(step));
      }
      return done.thenCompose(
          all -> look ? round() : CompletableFuture.completedFuture(outcomes()));
    }

    private CompletionStage<Void> perform(ImageStep step) {
      if (step instanceof Put put) {
        return put(put.versionId());
      } else if (step instanceof Mark mark) {
        return mark(mark.versionId());
      } else if (step instanceof Refresh refresh) {
        return refresh(refresh);
      } else if (step instanceof Learn learn) {
        return map.put(bucket, key, learn.image());
      } else if (step instanceof Remove remove) {
        return remove(remove);
      }
      return drop(((Drop) step).destinationId());
    }

    private CompletionStage<Void> put(String id) {
      return store
          .copy(version(id), listed(id).olhEpoch())
          .thenCompose(
              copy -> {
                if (copy instanceof VersionStore.Copy.Unselected) {
                  return leaveOut(id);
                }
                if (!(copy instanceof VersionStore.Copy.Made made)) {
                  look = true;
                  return nothing();
                }
                RelayResult.Copied result = made.result();
                settle(id, result.outcome(), result.bytes());
                return map.put(
                    bucket, key, new Image(id, result.sourceMtime(), made.destinationId()));
              });
    }

    /** What is planned with it is planned anew: later versions need not wait for it. */
    private CompletionStage<Void> leaveOut(String id) {
      settle(id, CopyOutcome.UNSELECTED, 0);
      leftOut.add(id);
      look = true;
      rounds--; // there are no more of these than versions
      return nothing();
    }

    private CompletionStage<Void> mark(String id) {
      return store
          .mark(bucket, key)
          .thenCompose(
              made ->
                  made.isPresent()
                      ? CompletableFuture.completedFuture(made.get())
                      : markAbovePlaceholder())
          .thenCompose(
              made -> {
                settle(id, CopyOutcome.MARKED, 0);
                return map.put(bucket, key, new Image(id, listed(id).mtime(), made));
              });
    }

    /** A placeholder that a failure leaves behind is dropped by the next look at the key. */
    private CompletionStage<String> markAbovePlaceholder() {
      return store
          .placeholder(bucket, key)
          .thenCompose(
              placeholder ->
                  store
                      .mark(bucket, key)
                      .thenCompose(
                          made ->
                              store
                                  .remove(bucket, key, placeholder)
                                  .thenApply(removed -> made.orElseThrow(this::unmarked))));
    }

    private GatewayException unmarked() {
      return new GatewayException(
          FailureClass.TRANSIENT,
          bucket + " / " + key + ": the destination makes no delete marker",
          null);
    }

    private ListedVersion listed(String id) {
      return source.stream().filter(row -> row.versionId().equals(id)).findFirst().orElseThrow();
    }

    private CompletionStage<Void> refresh(Refresh refresh) {
      return store
          .refresh(version(refresh.image().versionId()), refresh.image())
          .thenCompose(
              image -> {
                settle(image.versionId(), CopyOutcome.CURRENT, 0);
                return image.equals(refresh.image()) ? nothing() : map.put(bucket, key, image);
              })
          .exceptionallyCompose(
              failure -> {
                if (GatewayException.classOf(failure) == FailureClass.GONE) {
                  look = true;
                  return nothing();
                }
                return CompletableFuture.failedFuture(failure);
              });
    }

    private CompletionStage<Void> remove(Remove remove) {
      return store
          .existsAtSource(version(remove.versionId()))
          .thenCompose(
              exists -> {
                if (exists) {
                  look = true;
                  return nothing();
                }
                return drop(remove.destinationId())
                    .thenRun(() -> settle(remove.versionId(), CopyOutcome.DELETED, 0));
              });
    }

    private CompletionStage<Void> drop(String destinationId) {
      return store
          .remove(bucket, key, destinationId)
          .thenCompose(removed -> map.remove(bucket, key, destinationId));
    }

    private List<Ended> outcomes() {
      return tasks.stream()
          .map(
              task -> {
                Ended ended = settled.get(task.versionId());
                return ended != null ? ended : new Ended(withoutStep(task), 0);
              })
          .toList();
    }

    private CopyOutcome withoutStep(CopyTask task) {
      if (source.stream().anyMatch(row -> row.versionId().equals(task.versionId()))) {
        return CopyOutcome.CURRENT;
      }
      return task.intent() == Intent.REMOVE ? CopyOutcome.DELETED : CopyOutcome.SUPERSEDED;
    }

    private void settle(String id, CopyOutcome outcome, long bytes) {
      settled.putIfAbsent(id, new Ended(outcome, bytes));
    }

    private ObjectVersion version(String id) {
      return new ObjectVersion(bucket, key, id);
    }
  }

  /** Newest first, as a listing has them. */
  private static List<ListedVersion> asListed(List<CopyTask> tasks) {
    List<ListedVersion> rows = new ArrayList<>();
    for (int i = tasks.size() - 1; i >= 0; i--) {
      CopyTask task = tasks.get(i);
      rows.add(
          new ListedVersion(
              task.key(),
              task.versionId(),
              task.intent() == Intent.MARK,
              i == tasks.size() - 1,
              task.olhEpoch(),
              task.mtime(),
              "",
              Math.max(0, task.size()),
              task.owner(),
              ""));
    }
    return rows;
  }

  private static CompletionStage<Void> nothing() {
    return CompletableFuture.completedFuture(null);
  }
}
