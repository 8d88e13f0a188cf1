package io.gyre.route;

import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.ParkedEntry;
import io.gyre.copy.CopyOutcome;
import io.gyre.copy.CopyTask;
import io.gyre.copy.ObjectCopier.Result;
import io.gyre.log.BucketShard;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on the tasks of one bucket shard's round and gives each a recorded outcome: what the copier
 * could not do is parked, and what it could do ends an earlier parking of the same version.
 */
final class TaskRunner {
  /** Parked entries of one bucket shard that a round knows of; more wait for a later round. */
  private static final int MAX_PARKED = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(TaskRunner.class);

  private final RouteServices services;
  private final BucketShard shard;
  private final boolean live;
  private final Map<Version, ParkedEntry> parked;

  private record Version(String key, String instance) {}

  private TaskRunner(
      RouteServices services, BucketShard shard, boolean live, List<ParkedEntry> parked) {
    this.services = services;
    this.shard = shard;
    this.live = live;
    this.parked = new ConcurrentHashMap<>();
    parked.forEach(entry -> this.parked.put(new Version(entry.key(), entry.instance()), entry));
  }

  /**
   * A runner that knows what is parked.
   *
   * @param live whether it works for a log, and not for a full pass
   */
  static CompletionStage<TaskRunner> create(
      RouteServices services, BucketShard shard, boolean live) {
    return services
        .checkpoints()
        .parkedDue(shard, Instant.ofEpochSecond(Integer.MAX_VALUE), MAX_PARKED)
        .thenApply(parked -> new TaskRunner(services, shard, live, parked));
  }

  /** Parked entries whose time has come. */
  List<CopyTask> due() {
    Instant now = services.clock().instant();
    return parked.values().stream()
        .filter(entry -> !entry.nextTry().isAfter(now))
        .map(EntryTasks::of)
        .toList();
  }

  /** Works on a task; completes once its outcome is durable. */
  CompletionStage<CopyOutcome> run(CopyTask task) {
    return services
        .copier()
        .copy(shard.instance().bucket(), live, task)
        .thenCompose(
            result ->
                result instanceof Result.Failed failed
                    ? park(task, failed)
                    : ended(task, (Result.Done) result));
  }

  private CompletionStage<CopyOutcome> ended(CopyTask task, Result.Done done) {
    services.statistics().ended(done.outcome(), done.bytes());
    services.statistics().answered(services.clock().instant());
    if (parked.remove(new Version(task.key(), task.instance())) == null) {
      return CompletableFuture.completedFuture(done.outcome());
    }
    return services
        .checkpoints()
        .save(Change.of(new Change.Unparked(shard, task.key(), task.instance())))
        .thenApply(ignored -> done.outcome());
  }

  private CompletionStage<CopyOutcome> park(CopyTask task, Result.Failed failed) {
    Optional<ParkedEntry> before =
        Optional.ofNullable(parked.get(new Version(task.key(), task.instance())));
    Instant now = services.clock().instant();
    int attempts = before.map(ParkedEntry::attempts).orElse(0) + failed.attempts();
    int rounds = Math.max(1, attempts / Math.max(1, failed.attempts()));
    Duration pause =
        services.retries().parkedPause(rounds, ThreadLocalRandom.current().nextDouble());
    ParkedEntry entry =
        new ParkedEntry(
            shard,
            task.key(),
            task.instance(),
            task.intent().name().toLowerCase(Locale.ROOT),
            task.olhEpoch(),
            failed.failureClass() + ": " + failed.reason(),
            attempts,
            before.map(ParkedEntry::since).orElse(now),
            now.plus(pause));
    LOG.warn(
        "{} / {}: parked after {} attempts, next try at {}: {}",
        shard.instance().bucket(),
        task.key(),
        attempts,
        entry.nextTry(),
        entry.reason());
    services.statistics().ended(CopyOutcome.PARKED, 0);
    parked.put(new Version(task.key(), task.instance()), entry);
    return services
        .checkpoints()
        .save(Change.of(new Change.Parked(entry)))
        .thenApply(ignored -> CopyOutcome.PARKED);
  }
}
