package io.gyre.copy;

import io.gyre.log.BucketName;
import io.gyre.log.ListedVersion;
import io.gyre.log.Versioning;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The half of a fake store that is about versions, for buckets that never had any. */
public abstract class UnversionedStore implements ObjectStore {
  /** The versioning states of the buckets of such a store. */
  public DestinationVersioning states() {
    return new DestinationVersioning(
        this, new NoJournal(), Runnable::run, () -> CompletableFuture.completedFuture(null));
  }

  private static final class NoJournal implements DestinationVersioning.Journal {
    @Override
    public CompletionStage<Void> unsettled(BucketName bucket, Versioning finalState) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> settled(BucketName bucket) {
      return CompletableFuture.completedFuture(null);
    }
  }

  @Override
  public CompletionStage<List<ListedVersion>> versionsAtSource(BucketName bucket, String key) {
    return CompletableFuture.completedFuture(List.of());
  }

  @Override
  public CompletionStage<List<ListedVersion>> versionsAtDestination(BucketName bucket, String key) {
    return CompletableFuture.completedFuture(List.of());
  }

  @Override
  public CompletionStage<Void> writePlaceholder(ObjectVersion placeholder) {
    throw new AssertionError("a placeholder in a bucket without versions");
  }

  @Override
  public CompletionStage<Versioning> versioning(BucketName bucket) {
    return CompletableFuture.completedFuture(Versioning.NEVER);
  }

  @Override
  public CompletionStage<Void> setVersioning(BucketName bucket, Versioning state) {
    throw new AssertionError("a bucket without versions is switched to " + state);
  }
}
