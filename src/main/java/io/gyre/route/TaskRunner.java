package io.gyre.route;

import io.gyre.checkpoint.BucketState;
import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.ParkedEntry;
import io.gyre.copy.CopyOutcome;
import io.gyre.copy.CopyTask;
import io.gyre.copy.Ended;
import io.gyre.copy.ObjectCopier.Result;
import io.gyre.log.BucketShard;
import io.gyre.metadata.BucketReadiness;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
  private volatile boolean versioned;
  private final Map<Version, ParkedEntry> parked;

  private record Version(String key, String instance) {}

  private TaskRunner(
      RouteServices services,
      BucketShard shard,
      BucketState bucket,
      boolean live,
      List<ParkedEntry> parked) {
    this.services = services;
    this.versioned = bucket.versioning().everEnabled();
    this.shard = shard;
    this.live = live;
    this.parked = new HashMap<>();
    parked.forEach(entry -> this.parked.put(new Version(entry.key(), entry.instance()), entry));
  }

  /**
   * A runner that knows what is parked.
   *
   * @param bucket as it is known
   * @param live whether it works for a log, and not for a full pass
   */
  static CompletionStage<TaskRunner> create(
      RouteServices services, BucketShard shard, BucketState bucket, boolean live) {
    return services
        .checkpoints()
        .parkedDue(shard, Instant.ofEpochSecond(Integer.MAX_VALUE), MAX_PARKED)
        .thenApply(parked -> new TaskRunner(services, shard, bucket, live, parked));
  }

  /** Parked entries whose time has come. */
  List<CopyTask> due() {
    Instant now = services.clock().instant();
    return parked.values().stream()
        .filter(entry -> !entry.nextTry().isAfter(now))
        .map(EntryTasks::of)
        .toList();
  }

  /** Works on tasks of one key; completes once their outcomes are durable. */
  CompletionStage<Void> run(List<CopyTask> tasks) {
    return settled(tasks)
        .thenCompose(known -> services.copier().copy(shard.instance().bucket(), live, tasks))
        .thenCompose(
            result ->
                result instanceof Result.Failed failed
                    ? failed(tasks, failed)
                    : ended(tasks, ((Result.Done) result).each()));
  }

  /** The first version in a bucket that was not known to have any: it is read again first. */
  private CompletionStage<Void> settled(List<CopyTask> tasks) {
    if (versioned || tasks.stream().noneMatch(CopyTask::versioned)) {
      return CompletableFuture.completedFuture(null);
    }
    versioned = true;
    return readBucket();
  }

  private CompletionStage<Void> readBucket() {
    return services
        .metadata()
        .apply(new MetadataKey("bucket", shard.instance().bucket().toString()));
  }

  /** Entries of a bucket that was removed have nothing left to bring. */
  private CompletionStage<Void> failed(List<CopyTask> tasks, Result.Failed failed) {
    if (!failed.noBucket()) {
      return park(tasks, failed);
    }
    return readBucket()
        .thenCompose(read -> services.metadata().ready(shard.instance()))
        .thenCompose(
            readiness ->
                readiness instanceof BucketReadiness.Gone
                    ? ended(
                        tasks,
                        Collections.nCopies(tasks.size(), new Ended(CopyOutcome.SUPERSEDED, 0)))
                    : park(tasks, failed));
  }

  private CompletionStage<Void> ended(List<CopyTask> tasks, List<Ended> each) {
    each.forEach(end -> services.statistics().ended(end.outcome(), end.bytes()));
    services.statistics().answered(services.clock().instant());
    List<Change> unparked =
        tasks.stream()
            .filter(task -> parked.containsKey(new Version(task.key(), task.instance())))
            .<Change>map(task -> new Change.Unparked(shard, task.key(), task.instance()))
            .toList();
    return unparked.isEmpty()
        ? CompletableFuture.completedFuture(null)
        : services.checkpoints().save(unparked);
  }

  private CompletionStage<Void> park(List<CopyTask> tasks, Result.Failed failed) {
    List<Change> changes =
        tasks.stream().<Change>map(task -> new Change.Parked(entry(task, failed))).toList();
    tasks.forEach(task -> services.statistics().ended(CopyOutcome.PARKED, 0));
    return services.checkpoints().save(changes);
  }

  private ParkedEntry entry(CopyTask task, Result.Failed failed) {
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
    return entry;
  }
}
