package io.gyre.copy;

import io.gyre.copy.CopyTask.Intent;
import io.gyre.copy.DestinationVersioning.Need;
import io.gyre.copy.VersionStep.Mark;
import io.gyre.copy.VersionStep.Put;
import io.gyre.copy.VersionStep.Refresh;
import io.gyre.copy.VersionStep.RefreshNull;
import io.gyre.copy.VersionStep.Remove;
import io.gyre.copy.VersionStep.RemoveStray;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.log.ListedVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings versions of one key to what the source has of them: looks at what the destination has,
 * plans, does, and looks again, until a look finds nothing left to do. The last look is the
 * verification: it has to show all that was written.
 */
final class VersionCopier {
  private static final Logger LOG = LoggerFactory.getLogger(VersionCopier.class);

  /** Looks before it is given up: something else writes to this key, or the gateway refuses. */
  private static final int MAX_ROUNDS = 6;

  private final ObjectStore store;
  private final DestinationVersioning versioning;

  VersionCopier(ObjectStore store, DestinationVersioning versioning) {
    this.store = store;
    this.versioning = versioning;
  }

  /**
   * Works on tasks of one key, in log order; how each ended, in the same order.
   *
   * @param tasks of different versions
   */
  CompletionStage<List<Ended>> bring(BucketName bucket, String key, List<CopyTask> tasks) {
    return new Run(bucket, key, tasks).round();
  }

  /** One key's tasks. Its steps follow one another, so nothing here is shared between threads. */
  private final class Run {
    private final BucketName bucket;
    private final String key;
    private final List<CopyTask> tasks;
    private final Map<String, Ended> settled = new HashMap<>();
    private Optional<List<ListedVersion>> source = Optional.empty();

    /** What the configuration leaves out, as an attempt to write it has shown. */
    private final Set<String> leftOut = new HashSet<>();

    private boolean look;

    /** What the next look has to show: ids, with the mtimes of those that are no markers. */
    private final Map<String, Optional<Instant>> written = new HashMap<>();

    /** Of what was written and made something else: the null version is not to be trusted. */
    private final List<Optional<Instant>> strays = new ArrayList<>();

    private int rounds;

    Run(BucketName bucket, String key, List<CopyTask> tasks) {
      this.bucket = bucket;
      this.key = key;
      this.tasks = tasks;
    }

    CompletionStage<List<Ended>> round() {
      if (rounds++ == MAX_ROUNDS) {
        return failed(
            FailureClass.TRANSIENT, "the destination's versions do not come to rest in order");
      }
      return versioning
          .run(bucket, Need.LOOK, () -> store.versionsAtDestination(bucket, key))
          .thenCompose(
              there -> {
                reopen(there);
                return plan(there);
              });
    }

    /**
     * An answer that names the version proves little: a gateway that takes the bucket for suspended
     * gives the same, and has written over the null version.
     */
    private void reopen(List<ListedVersion> there) {
      written.forEach(
          (id, mtime) -> {
            boolean marker = mtime.isEmpty();
            if (there.stream()
                .noneMatch(row -> row.versionId().equals(id) && row.deleteMarker() == marker)) {
              LOG.warn(
                  "{} / {}: the destination does not list version {}, which it said it has written:"
                      + " written again",
                  bucket,
                  key,
                  id);
              settled.remove(id);
              look = true;
              strays.add(mtime);
            }
          });
      written.clear();
    }

    private CompletionStage<List<Ended>> plan(List<ListedVersion> there) {
      if (source.isEmpty() && !look && !VersionPlan.hasPlaceholder(there)) {
        Optional<List<VersionStep>> onTop = VersionPlan.onTop(open(), there);
        if (onTop.isPresent() && !onTop.get().isEmpty()) {
          return perform(onTop.get());
        }
        if (onTop.isPresent() && VersionPlan.currentIsNewest(there)) {
          return CompletableFuture.completedFuture(outcomes());
        }
      }
      if (source.isEmpty() || look) {
        look = false;
        return store
            .versionsAtSource(bucket, key)
            .thenCompose(
                listed -> {
                  source = Optional.of(listed);
                  return plan(taken(listed), there);
                });
      }
      return plan(taken(source.get()), there);
    }

    /** A copy of what is left out now stays where it is: it cannot be written again. */
    private List<ListedVersion> taken(List<ListedVersion> listed) {
      return listed.stream().filter(row -> !leftOut.contains(row.versionId())).toList();
    }

    private CompletionStage<List<Ended>> plan(
        List<ListedVersion> listed, List<ListedVersion> there) {
      List<VersionStep> steps = new ArrayList<>(VersionPlan.of(open(), listed, there));
      for (CopyTask task : open()) {
        if (steps.stream().noneMatch(step -> step.versionId().equals(task.versionId()))) {
          settled.put(task.versionId(), new Ended(withoutStep(task, listed), 0));
        }
      }
      steps.addAll(VersionPlan.nullAgain(listed, there, strays));
      List<VersionStep> wanted = steps.isEmpty() ? VersionPlan.inOrder(listed, there) : steps;
      if (wanted.isEmpty()) {
        wanted = VersionPlan.withoutPlaceholder(listed, there);
      }
      return wanted.isEmpty() ? CompletableFuture.completedFuture(outcomes()) : perform(wanted);
    }

    private static CopyOutcome withoutStep(CopyTask task, List<ListedVersion> listed) {
      if (listed.stream().anyMatch(row -> row.versionId().equals(task.versionId()))) {
        return CopyOutcome.CURRENT;
      }
      return task.intent() == Intent.REMOVE ? CopyOutcome.DELETED : CopyOutcome.SUPERSEDED;
    }

    private List<CopyTask> open() {
      return tasks.stream().filter(task -> !settled.containsKey(task.versionId())).toList();
    }

    private List<Ended> outcomes() {
      return tasks.stream()
          .map(task -> settled.getOrDefault(task.versionId(), new Ended(CopyOutcome.CURRENT, 0)))
          .toList();
    }

    private CompletionStage<List<Ended>> perform(List<VersionStep> steps) {
      CompletionStage<Void> done = CompletableFuture.completedFuture(null);
      for (VersionStep step : steps) {
        // What the source no longer has as it was listed is planned anew, with all that follows.
        done = done.thenCompose(before -> look ? nothing() : perform(step));
      }
      return done.thenCompose(
          all -> {
            if (!look) {
              strays.clear(); // with the last of the steps
            }
            return round();
          });
    }

    private CompletionStage<Void> perform(VersionStep step) {
      if (step instanceof Put put) {
        return put(put);
      } else if (step instanceof Mark mark) {
        return mark(mark);
      } else if (step instanceof Remove remove) {
        return remove(remove.versionId());
      } else if (step instanceof Refresh refresh) {
        return refresh(refresh);
      } else if (step instanceof RemoveStray stray) {
        return removeStray(stray.mtimes());
      }
      RefreshNull refresh = (RefreshNull) step;
      return refreshNull(refresh.mtime(), refresh.epoch());
    }

    private CompletionStage<Void> put(Put put) {
      String id = put.versionId();
      VersionWrite write = VersionWrite.object(id, put.epoch());
      return versioning
          .run(bucket, write.request(), () -> store.relay(version(id), write))
          .thenAccept(
              result -> {
                if (result instanceof RelayResult.Copied copied) {
                  written.put(id, Optional.of(copied.sourceMtime()));
                  settle(id, copied.outcome(), copied.bytes());
                } else if (result instanceof RelayResult.Unselected) {
                  settle(id, CopyOutcome.UNSELECTED, 0);
                  leftOut.add(id);
                } else {
                  look = true;
                }
              });
    }

    private CompletionStage<Void> mark(Mark mark) {
      return made(mark)
          .thenCompose(made -> made ? nothing() : markAbovePlaceholder(mark))
          .thenRun(
              () -> {
                written.put(mark.versionId(), Optional.empty());
                settle(mark.versionId(), CopyOutcome.MARKED, 0);
              });
    }

    private CompletionStage<Boolean> made(Mark mark) {
      VersionWrite write = VersionWrite.marker(mark.versionId(), mark.epoch());
      return versioning.run(
          bucket,
          write.request(),
          () -> store.writeDeleteMarker(version(mark.versionId()), write, mark.owner()));
    }

    /**
     * The gateway makes no marker where the current version is one. A placeholder that a failure
     * leaves behind is removed by the next run, as the last of its steps.
     */
    private CompletionStage<Void> markAbovePlaceholder(Mark mark) {
      ObjectVersion placeholder = version(VersionPlan.PLACEHOLDER);
      return versioning
          .run(bucket, VersionRequest.WRITE_ID, () -> store.writePlaceholder(placeholder))
          .thenCompose(put -> made(mark))
          .thenCompose(
              made ->
                  store
                      .remove(placeholder)
                      .thenCompose(
                          removed ->
                              made
                                  ? nothing()
                                  : failed(
                                      FailureClass.TRANSIENT,
                                      "the destination made no delete marker "
                                          + mark.versionId())));
    }

    private CompletionStage<Void> remove(String id) {
      return store
          .existsAtSource(version(id))
          .thenCompose(
              exists -> {
                if (exists) {
                  look = true;
                  return nothing();
                }
                return store.remove(version(id)).thenRun(() -> settle(id, CopyOutcome.DELETED, 0));
              });
    }

    private CompletionStage<Void> removeStray(Set<Instant> mtimes) {
      return store
          .destination(version(ObjectVersion.NULL))
          .thenCompose(
              there ->
                  there
                          .flatMap(DestinationVersion::sourceMtime)
                          .filter(mtimes::contains)
                          .isPresent()
                      ? remove(ObjectVersion.NULL)
                      : nothing());
    }

    private CompletionStage<Void> refresh(Refresh refresh) {
      String id = refresh.versionId();
      return store
          .relayAttributes(version(id))
          .thenCompose(
              done -> {
                if (!done) {
                  return put(new Put(id, refresh.epoch()));
                }
                settle(id, CopyOutcome.CURRENT, 0);
                return nothing();
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

    private CompletionStage<Void> refreshNull(Instant mtime, OptionalLong epoch) {
      return store
          .destination(version(ObjectVersion.NULL))
          .thenCompose(
              there -> {
                if (there
                    .flatMap(DestinationVersion::sourceMtime)
                    .filter(mtime::equals)
                    .isEmpty()) {
                  return put(new Put(ObjectVersion.NULL, epoch));
                }
                // A listing does not always show that attributes of a null version have changed.
                return refresh(new Refresh(ObjectVersion.NULL, epoch));
              });
    }

    private void settle(String id, CopyOutcome outcome, long bytes) {
      settled.putIfAbsent(id, new Ended(outcome, bytes));
    }

    private ObjectVersion version(String id) {
      return new ObjectVersion(bucket, key, id);
    }

    private <T> CompletionStage<T> failed(FailureClass failureClass, String what) {
      return CompletableFuture.failedFuture(
          new GatewayException(failureClass, bucket + " / " + key + ": " + what, null));
    }
  }

  private static CompletionStage<Void> nothing() {
    return CompletableFuture.completedFuture(null);
  }
}
