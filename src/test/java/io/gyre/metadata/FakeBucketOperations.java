package io.gyre.metadata;

import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.map.Places;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The port's fake, over the metadata of a zone. Stages are complete when they are returned. */
final class FakeBucketOperations implements BucketOperations {
  final Map<BucketName, String> locks = new HashMap<>();
  final List<BucketName> removed = new ArrayList<>();
  final List<BucketName> emptied = new ArrayList<>();
  private final FakeMetadataStore zone;
  private Places places = Places.SAME;
  private @Nullable GatewayException refusal;
  private Runnable event = () -> {};

  FakeBucketOperations(FakeMetadataStore zone) {
    this.zone = zone;
  }

  /** The source's buckets are here. */
  void placeBy(Places rules) {
    places = rules;
  }

  /** From now on removals fail like this; null: they succeed again. */
  void refuseRemovals(@Nullable GatewayException refusal) {
    this.refusal = refusal;
  }

  /** Happens before each batch of a removal. */
  void beforeABatch(Runnable event) {
    this.event = event;
  }

  @Override
  public CompletionStage<Optional<String>> lockDefault(BucketName bucket) {
    return CompletableFuture.completedFuture(Optional.ofNullable(locks.get(bucket)));
  }

  @Override
  public CompletionStage<Void> setLockDefault(BucketName bucket, String document) {
    locks.put(bucket, document);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> removeContents(
      BucketName bucket, Supplier<? extends CompletionStage<Void>> goOn) {
    return goOn.get().thenRun(() -> emptied.add(bucket));
  }

  @Override
  public CompletionStage<Void> removeWithContents(
      BucketName bucket, Supplier<? extends CompletionStage<Void>> goOn) {
    if (refusal != null) {
      return CompletableFuture.failedFuture(refusal);
    }
    event.run();
    return goOn.get()
        .thenRun(
            () -> {
              removed.add(bucket);
              zone.gone("bucket", places.nameOf(bucket).toString());
            });
  }
}
