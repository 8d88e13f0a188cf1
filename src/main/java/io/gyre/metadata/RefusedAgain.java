package io.gyre.metadata;

import io.gyre.checkpoint.CheckpointStore;
import io.gyre.failure.GatewayException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again at users and buckets that were refused: what stands in their way at the destination
 * is in no log of the source. So many a round, one after the other, users first since buckets wait
 * for their owners; the next round goes on where one ended.
 */
final class RefusedAgain {
  private static final Logger LOG = LoggerFactory.getLogger(RefusedAgain.class);

  /** Users, and buckets, of one round. */
  static final int A_ROUND = 1000;

  private final CheckpointStore checkpoints;
  private final Function<String, CompletionStage<Void>> user;
  private final Function<String, CompletionStage<Void>> bucket;
  private final AtomicBoolean underWay = new AtomicBoolean();
  private volatile String afterUser = "";
  private volatile String afterBucket = "";

  /**
   * @param user brings one over if nothing is in the way any more
   * @param bucket the same
   */
  RefusedAgain(
      CheckpointStore checkpoints,
      Function<String, CompletionStage<Void>> user,
      Function<String, CompletionStage<Void>> bucket) {
    this.checkpoints = checkpoints;
    this.user = user;
    this.bucket = bucket;
  }

  /** Completes after the round, however it went; at once when one is under way. */
  CompletionStage<Void> round() {
    if (!underWay.compareAndSet(false, true)) {
      return CompletableFuture.completedFuture(null);
    }
    return checkpoints
        .refusedUsers(afterUser, A_ROUND)
        .thenCompose(
            uids -> {
              afterUser = next(uids);
              return all(uids, user);
            })
        .thenCompose(looked -> checkpoints.refusedBuckets(afterBucket, A_ROUND))
        .thenCompose(
            names -> {
              afterBucket = next(names);
              return all(names, bucket);
            })
        .handle(
            (looked, failure) -> {
              underWay.set(false);
              if (failure != null) {
                LOG.warn(
                    "what was refused could not be looked at again now: {}",
                    GatewayException.unwrap(failure).getMessage());
              }
              return null;
            });
  }

  /** After the last page from the first again. */
  private static String next(List<String> page) {
    return page.size() < A_ROUND ? "" : page.get(page.size() - 1);
  }

  private static CompletionStage<Void> all(
      List<String> names, Function<String, CompletionStage<Void>> each) {
    CompletionStage<Void> done = CompletableFuture.completedFuture(null);
    for (String name : names) {
      done = done.thenCompose(before -> each.apply(name));
    }
    return done;
  }
}
