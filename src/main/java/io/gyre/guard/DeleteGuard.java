package io.gyre.guard;

import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.CheckpointStore;
import io.gyre.checkpoint.Shortfall;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a bucket in which more would be deleted within an hour than the operator allows. Nothing of
 * it is written or deleted from then on, also after a start, until {@link #confirmed somebody
 * confirms} that this is meant. Deletions are counted by this process: another start begins at
 * none.
 */
public final class DeleteGuard {
  private static final Logger LOG = LoggerFactory.getLogger(DeleteGuard.class);

  private static final String SECTION = "deletions of bucket";
  private static final String CONFIRMED = "deletions-confirmed:";

  private final CheckpointStore checkpoints;
  private final OptionalInt perHour;
  private final Clock clock;

  /** At most as many as there are buckets of which something was deleted. */
  private final Map<BucketName, DeleteWindow> windows = new ConcurrentHashMap<>();

  /** Why, of those that are stopped. */
  private final Map<BucketName, String> stopped = new ConcurrentHashMap<>();

  private final Map<BucketName, Instant> confirmedUntil = new ConcurrentHashMap<>();
  private volatile Optional<CompletableFuture<Void>> loaded = Optional.empty();

  /**
   * @param perHour deletions of one bucket; empty for any number
   */
  public DeleteGuard(CheckpointStore checkpoints, OptionalInt perHour, Clock clock) {
    this.checkpoints = checkpoints;
    this.perHour = perHour;
    this.clock = clock;
  }

  /**
   * Deletions that may be made.
   *
   * @param at when that was asked for
   * @param counted how many of them the limit counts
   */
  public record Allowance(BucketName bucket, Instant at, int counted) {}

  /** Why nothing may be done in a bucket; empty where all may. */
  public CompletionStage<Optional<String>> stopped(BucketName bucket) {
    return load()
        .thenCompose(
            known ->
                stopped.containsKey(bucket)
                    ? checkpoints
                        .facts()
                        .thenApply(
                            facts -> {
                              learn(facts);
                              return Optional.ofNullable(stopped.get(bucket));
                            })
                    : CompletableFuture.completedFuture(Optional.empty()));
  }

  /**
   * Asks whether something may be done in a bucket. Fails with a {@code GatewayException} where it
   * is stopped, or is by this; that is durable then.
   *
   * @param deletions how many it would make; 0 for a write
   */
  public CompletionStage<Allowance> ask(BucketName bucket, int deletions) {
    return load().thenCompose(known -> decide(bucket, deletions, clock.instant()));
  }

  private CompletionStage<Allowance> decide(BucketName bucket, int deletions, Instant now) {
    String why = stopped.get(bucket);
    if (why != null) {
      return CompletableFuture.failedFuture(failure(bucket, why));
    }
    boolean counts = deletions > 0 && perHour.isPresent() && !isConfirmed(bucket, now);
    if (!counts) {
      return CompletableFuture.completedFuture(new Allowance(bucket, now, 0));
    }
    DeleteWindow window = windows.computeIfAbsent(bucket, name -> new DeleteWindow());
    synchronized (window) {
      if (window.within(now) + deletions <= perHour.getAsInt()) {
        window.add(now, deletions);
        return CompletableFuture.completedFuture(new Allowance(bucket, now, deletions));
      }
    }
    return stop(bucket);
  }

  private boolean isConfirmed(BucketName bucket, Instant now) {
    Instant until = confirmedUntil.get(bucket);
    return until != null && now.isBefore(until);
  }

  private CompletionStage<Allowance> stop(BucketName bucket) {
    String why =
        "stopped: more than limits.max-delete-per-hour ("
            + perHour.getAsInt()
            + ") would be deleted of it within an hour. If that is meant: gyre confirm-deletes "
            + bucket;
    if (stopped.putIfAbsent(bucket, why) == null) {
      LOG.error("bucket {}: {}", bucket, why);
    }
    return checkpoints
        .save(Change.of(shortfall(bucket, why).found()))
        .thenCompose(saved -> CompletableFuture.failedFuture(failure(bucket, why)));
  }

  private static GatewayException failure(BucketName bucket, String why) {
    return new GatewayException(FailureClass.DENIED, "bucket " + bucket + ": " + why, null);
  }

  /** So many deletions have been made of those that were allowed. */
  public void made(Allowance allowance, int deletions) {
    DeleteWindow window = windows.get(allowance.bucket());
    if (window != null && deletions < allowance.counted()) {
      synchronized (window) {
        window.giveBack(allowance.at(), allowance.counted() - deletions);
      }
    }
  }

  /** What an earlier start has recorded; without a limit nothing stays stopped. */
  private CompletableFuture<Void> load() {
    Optional<CompletableFuture<Void>> before = loaded;
    if (before.isPresent() && !before.get().isCompletedExceptionally()) {
      return before.get();
    }
    CompletableFuture<Void> loading =
        checkpoints.facts().thenCompose(this::learnFirst).toCompletableFuture();
    loaded = Optional.of(loading);
    return loading;
  }

  private CompletionStage<Void> learnFirst(Map<String, String> facts) {
    learn(facts);
    if (perHour.isPresent() || stopped.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    List<Change> ended = new ArrayList<>();
    stopped.keySet().forEach(bucket -> ended.add(mended(bucket)));
    stopped.clear();
    return checkpoints.save(ended);
  }

  private void learn(Map<String, String> facts) {
    Map<BucketName, String> found = stoppedBuckets(facts);
    stopped.keySet().retainAll(found.keySet());
    stopped.putAll(found);
    facts.forEach(
        (name, value) -> {
          if (name.startsWith(CONFIRMED)) {
            BucketName bucket = BucketName.parse(name.substring(CONFIRMED.length()));
            confirmedUntil.put(bucket, Instant.parse(value));
          }
        });
  }

  /** Which buckets are stopped, and why, by the facts of a route. */
  public static Map<BucketName, String> stoppedBuckets(Map<String, String> facts) {
    Map<BucketName, String> found = new ConcurrentHashMap<>();
    Shortfall.among(facts).stream()
        .filter(each -> each.section().equals(SECTION))
        .forEach(each -> found.put(BucketName.parse(each.name()), each.reason()));
    return found;
  }

  /**
   * What is recorded when somebody confirms the deletions of a bucket.
   *
   * @param until when the limit holds again; until then any number may be deleted
   */
  public static List<Change> confirmed(BucketName bucket, Instant until) {
    return List.of(mended(bucket), new Change.Fact(CONFIRMED + bucket, until.toString()));
  }

  private static Change mended(BucketName bucket) {
    return Shortfall.mended(SECTION, bucket.toString());
  }

  private static Shortfall shortfall(BucketName bucket, String why) {
    return new Shortfall(SECTION, bucket.toString(), why);
  }
}
