package io.gyre.metadata;

import io.gyre.checkpoint.BucketState;
import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.CheckpointStore;
import io.gyre.checkpoint.Shortfall;
import io.gyre.copy.FairGate;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes buckets that the source no longer has, once that is {@link RemovalProof proven}, and
 * stops as soon as the source has one again. That can take long, so nobody waits for it: who wants
 * to use the name again is told when it is free. A removal that failed is recorded as a {@link
 * Shortfall} and begun again by {@link #begin}, which is asked for at every start and from time to
 * time.
 */
final class BucketRemovals {
  private static final Logger LOG = LoggerFactory.getLogger(BucketRemovals.class);

  /** Buckets that are proven, emptied and removed at once; the others wait. */
  private static final int AT_ONCE = 64;

  private final CheckpointStore checkpoints;
  private final RemovalProof proof;
  private final CopyRemover remover;
  private final Function<BucketState, CompletionStage<Void>> removed;
  private final Function<BucketState, CompletionStage<Void>> backAgain;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final AtomicInteger open = new AtomicInteger();
  private final FairGate gate = new FairGate(AT_ONCE, Long.MAX_VALUE, Runnable::run);

  /** Which bucket the source has of the name that a removal has made free, if any. */
  interface AfterRemoval {
    /** Makes it durable that this is to be found out; part of what makes the name free. */
    Change due(BucketName name);

    /** Finds it out. */
    CompletionStage<Void> lookUp(BucketName name);
  }

  /**
   * @param removed does what follows once a bucket is gone
   * @param backAgain has a bucket followed again that the source has after all
   */
  BucketRemovals(
      CheckpointStore checkpoints,
      RemovalProof proof,
      CopyRemover remover,
      Function<BucketState, CompletionStage<Void>> removed,
      Function<BucketState, CompletionStage<Void>> backAgain) {
    this.checkpoints = checkpoints;
    this.proof = proof;
    this.remover = remover;
    this.removed = removed;
    this.backAgain = backAgain;
  }

  /** Begins a removal that is recorded, unless it is under way. */
  void begin(BucketState bucket) {
    if (underWay.add(bucket.source().toString())) {
      String name = bucket.source().bucket().toString();
      open.incrementAndGet();
      checkpoints
          .save(Change.of(Shortfall.removalMended(name)))
          .thenCompose(begun -> gate.run(FairGate.Lane.LIVE, name, 0, () -> run(bucket)))
          .whenComplete((done, failure) -> underWay.remove(bucket.source().toString()))
          .thenCompose(done -> removed.apply(bucket))
          .exceptionallyCompose(
              failure ->
                  GatewayException.unwrap(failure) instanceof RemovalProof.BackAgain
                      ? backAgain.apply(bucket)
                      : CompletableFuture.failedFuture(failure))
          .exceptionallyCompose(failure -> failed(name, GatewayException.unwrap(failure)))
          .exceptionally(
              failure -> {
                LOG.warn("bucket {}: its removal is not recorded: {}", name, failure.toString());
                return null;
              })
          .thenRun(open::decrementAndGet);
    }
  }

  /** How many have begun and not ended, with what follows. */
  int underWay() {
    return open.get();
  }

  private CompletionStage<Void> failed(String name, Throwable failure) {
    String reason = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    LOG.warn(
        "bucket {}: was removed at the source; its removal at the destination failed and is tried"
            + " again: {}",
        name,
        reason);
    return checkpoints.save(Change.of(Shortfall.ofRemoval(name, reason).found()));
  }

  /** One that an earlier removal has done away with meanwhile is not removed again. */
  private CompletionStage<Void> run(BucketState bucket) {
    return checkpoints
        .bucketsNamed(bucket.source().bucket().toString())
        .thenCompose(
            known ->
                known.contains(bucket.removing())
                    ? remove(bucket)
                    : CompletableFuture.completedFuture(null));
  }

  private CompletionStage<Void> remove(BucketState bucket) {
    return proof
        .begin(bucket)
        .thenCompose(proven -> remover.remove(bucket, () -> proof.goOn(bucket)));
  }
}
