package io.gyre.copy;

import io.gyre.copy.CopyTask.Intent;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.ListedVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Brings a plain object to what the source has. */
final class PlainCopier {
  private final PlainObjectStore store;

  PlainCopier(PlainObjectStore store) {
    this.store = store;
  }

  CompletionStage<Ended> bring(ObjectVersion object, CopyTask task) {
    if (!task.recheck()) {
      return copy(object, task);
    }
    if (task.mtime().equals(CopyTask.UNKNOWN_MTIME)) {
      return verify(object, task);
    }
    return store
        .destination(object)
        .thenCompose(
            there ->
                isCurrent(there, Optional.of(task.mtime()))
                    ? done(CopyOutcome.CURRENT, 0)
                    : copy(object, task));
  }

  private CompletionStage<Ended> verify(ObjectVersion object, CopyTask task) {
    return store
        .versionsAtSource(object.bucket(), object.key())
        .thenCombine(
            store.destination(object), (listed, there) -> isCurrent(there, mtimeOfNull(listed)))
        .thenCompose(current -> current ? equalize(object, task) : copy(object, task));
  }

  private static Optional<Instant> mtimeOfNull(List<ListedVersion> listed) {
    return listed.stream()
        .filter(row -> row.versionId().equals(ObjectVersion.NULL) && !row.deleteMarker())
        .map(ListedVersion::mtime)
        .findFirst();
  }

  private static boolean isCurrent(Optional<DestinationVersion> there, Optional<Instant> mtime) {
    return mtime.isPresent() && mtime.equals(there.flatMap(DestinationVersion::sourceMtime));
  }

  /** The bytes are there. Either end may have changed since; then it is copied after all. */
  private CompletionStage<Ended> equalize(ObjectVersion object, CopyTask task) {
    return store
        .relayAttributes(object)
        .exceptionallyCompose(
            failure ->
                GatewayException.classOf(failure) == FailureClass.GONE
                    ? CompletableFuture.completedFuture(false)
                    : CompletableFuture.failedFuture(failure))
        .thenCompose(equal -> equal ? done(CopyOutcome.CURRENT, 0) : copy(object, task));
  }

  private CompletionStage<Ended> copy(ObjectVersion object, CopyTask task) {
    return store
        .relay(object)
        .thenCompose(
            result -> {
              if (result instanceof RelayResult.Copied copied) {
                return done(copied.outcome(), copied.bytes());
              }
              if (result instanceof RelayResult.Unselected) {
                return done(CopyOutcome.UNSELECTED, 0);
              }
              return task.intent() == Intent.REMOVE
                  ? store.remove(object).thenCompose(ignored -> done(CopyOutcome.DELETED, 0))
                  : done(CopyOutcome.SUPERSEDED, 0);
            });
  }

  private static CompletionStage<Ended> done(CopyOutcome outcome, long bytes) {
    return CompletableFuture.completedFuture(new Ended(outcome, bytes));
  }
}
