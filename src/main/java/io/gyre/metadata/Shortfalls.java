package io.gyre.metadata;

import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.CheckpointStore;
import io.gyre.checkpoint.Shortfall;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the destination does not take of users, or of buckets. The logs go on, so it is recorded,
 * for {@code status} and the exit code, and tried again whenever that may help: what stands in the
 * way is often one of ours that is about to give it up (an address changes hands, and the users'
 * log entries come in any order), or something that an operator mends.
 */
final class Shortfalls {
  private static final Logger LOG = LoggerFactory.getLogger(Shortfalls.class);

  private static final String AFTER_REMOVAL =
      "it, or one that was in the same bucket of the destination, was removed, as at the source; what"
          + " the source has of this name is looked up";

  private final CheckpointStore checkpoints;
  private final String section;
  private final Function<String, CompletionStage<?>> replicate;

  /** Those found since they were last tried. At most as many as the source has names, as below. */
  private final Set<String> found = ConcurrentHashMap.newKeySet();

  /** Those told of by this process. */
  private final Set<String> named = ConcurrentHashMap.newKeySet();

  /** Why, of those that this process found or tried again; the record has all. */
  private final Map<String, String> reasons = new ConcurrentHashMap<>();

  private final AtomicBoolean retrying = new AtomicBoolean();

  /**
   * @param section as in {@link Shortfall}
   * @param replicate brings one user or bucket to what the source has now
   */
  Shortfalls(
      CheckpointStore checkpoints, String section, Function<String, CompletionStage<?>> replicate) {
    this.checkpoints = checkpoints;
    this.section = section;
    this.replicate = replicate;
  }

  CompletionStage<Void> found(String name, String reason) {
    if (named.add(name)) {
      LOG.warn("{} {}: {}; it is tried again from time to time", section, name, reason);
    }
    found.add(name);
    reasons.put(name, reason);
    return checkpoints.save(Change.of(new Shortfall(section, name, reason).found()));
  }

  /** Why one is recorded, as far as this process knows. */
  Optional<String> reason(String name) {
    return Optional.ofNullable(reasons.get(name));
  }

  /** Was brought over, whether or not it had been recorded. */
  CompletionStage<Void> noLonger(String name) {
    return reasons.containsKey(name) ? mended(name) : CompletableFuture.completedFuture(null);
  }

  /** It is as at the source, or is not to be there. */
  CompletionStage<Void> mended(String name) {
    found.remove(name);
    named.remove(name);
    reasons.remove(name);
    return checkpoints.save(Change.of(Shortfall.mended(section, name)));
  }

  /** Buckets of names that were in use until a removal ended. */
  BucketRemovals.AfterRemoval afterRemoval() {
    return new BucketRemovals.AfterRemoval() {
      @Override
      public Change due(BucketName name) {
        return afterRemovalOf(name).found();
      }

      @Override
      public CompletionStage<Void> lookUp(BucketName name) {
        return retry(afterRemovalOf(name));
      }
    };
  }

  private Shortfall afterRemovalOf(BucketName name) {
    return new Shortfall(section, name.toString(), AFTER_REMOVAL);
  }

  /** Something that may have stood in the way is gone; nobody waits for what follows from that. */
  void released() {
    if (!found.isEmpty()) {
      retry();
    }
  }

  /** Tries all that are recorded, one after the other; nothing while that is under way. */
  CompletionStage<Void> retry() {
    if (!retrying.compareAndSet(false, true)) {
      return CompletableFuture.completedFuture(null);
    }
    return checkpoints
        .facts()
        .thenCompose(
            facts -> {
              CompletionStage<Void> done = CompletableFuture.completedFuture(null);
              for (Shortfall shortfall : Shortfall.among(facts)) {
                if (shortfall.section().equals(section)) {
                  done = done.thenCompose(before -> retry(shortfall));
                }
              }
              return done;
            })
        .exceptionally(
            failure -> {
              LOG.warn(
                  "{}: what the destination did not take could not be tried again now: {}",
                  section,
                  GatewayException.unwrap(failure).getMessage());
              return null;
            })
        .thenRun(() -> retrying.set(false));
  }

  /**
   * One that is not found again is mended, or gone. One that is answered with an error does not
   * keep the others from being tried.
   */
  private CompletionStage<Void> retry(Shortfall shortfall) {
    String name = shortfall.name();
    found.remove(name);
    reasons.putIfAbsent(name, shortfall.reason());
    return replicate
        .apply(name)
        .thenCompose(
            applied ->
                found.contains(name) ? CompletableFuture.completedFuture(null) : mended(name))
        .exceptionallyCompose(
            failure ->
                GatewayException.unwrap(failure) instanceof GatewayException known
                        && known.status() != 0
                    ? found(name, shortfall.reason())
                    : CompletableFuture.failedFuture(failure));
  }
}
