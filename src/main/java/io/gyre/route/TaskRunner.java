package io.gyre.route;

import io.gyre.checkpoint.BucketState;
import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.ParkedEntry;
import io.gyre.copy.CopyOutcome;
import io.gyre.copy.CopyTask;
import io.gyre.copy.CopyTask.Intent;
import io.gyre.copy.Ended;
import io.gyre.copy.ObjectCopier.Result;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.failure.LogSubject;
import io.gyre.guard.DeleteGuard.Allowance;
import io.gyre.log.BucketShard;
import io.gyre.metadata.BucketReadiness;
import io.gyre.route.ParkedTasks.Hold;
import io.gyre.select.Contents;
import io.gyre.select.Traits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on the tasks of one bucket shard's round and gives each a recorded outcome: what the copier
 * could not do is parked, and what it could do ends an earlier parking of the same version.
 *
 * <p>After a write whose answer never came the key is held ({@link ParkedTasks}), durably. When it
 * has settled, all that waits for the key is done together; the copier looks at both ends first.
 */
final class TaskRunner {
  private static final String BEHIND =
      ParkedEntry.UNKNOWN_OUTCOME + ": waits for an earlier write of this key that had no answer";

  private static final Logger LOG = LoggerFactory.getLogger(TaskRunner.class);

  private final RouteServices services;
  private final BucketShard shard;
  private final boolean live;
  private volatile boolean versioned;
  private final ParkedTasks parked;

  private TaskRunner(
      RouteServices services,
      BucketShard shard,
      BucketState bucket,
      boolean live,
      ParkedTasks parked) {
    this.services = services;
    this.versioned = bucket.versioning().everEnabled();
    this.shard = shard;
    this.live = live;
    this.parked = parked;
  }

  /**
   * A runner that knows what is parked.
   *
   * @param bucket as it is known
   * @param live whether it works for a log, and not for a full pass
   */
  static CompletionStage<TaskRunner> create(
      RouteServices services, BucketShard shard, BucketState bucket, boolean live) {
    return ParkedTasks.load(services.checkpoints(), shard)
        .thenApply(parked -> new TaskRunner(services, shard, bucket, live, parked));
  }

  /** Parked entries whose time has come, those of one key together. */
  List<List<CopyTask>> due() {
    return parked.due(services.clock().instant());
  }

  /** Works on tasks of one key; completes once their outcomes are durable. */
  CompletionStage<Void> run(List<CopyTask> tasks) {
    String key = tasks.get(0).key();
    return parked.learn(services.checkpoints(), shard, key).thenCompose(learnt -> run(key, tasks));
  }

  private CompletionStage<Void> run(String key, List<CopyTask> tasks) {
    Optional<Hold> hold = parked.hold(key);
    if (hold.isPresent() && hold.get().until().isAfter(services.clock().instant())) {
      return parkBehind(tasks, hold.get());
    }
    if (hold.isEmpty() && parked.full()) {
      return CompletableFuture.failedFuture(tooManyHeld());
    }
    return bringSelected(parked.release(key, tasks));
  }

  /** What is not selected has its outcome without a request: neither end is asked or changed. */
  private CompletionStage<Void> bringSelected(List<CopyTask> tasks) {
    List<CopyTask> selected = selected(tasks);
    if (selected.size() == tasks.size()) {
      return bring(tasks);
    }
    List<CopyTask> others = tasks.stream().filter(task -> !selected.contains(task)).toList();
    return recorded(
            others, Collections.nCopies(others.size(), new Ended(CopyOutcome.UNSELECTED, 0)))
        .thenCompose(
            left -> selected.isEmpty() ? CompletableFuture.completedFuture(null) : bring(selected));
  }

  private List<CopyTask> selected(List<CopyTask> tasks) {
    Contents contents = services.contents();
    return contents.leavesKeysOut() || contents.leavesObjectsOut()
        ? tasks.stream().filter(this::isSelected).toList()
        : tasks;
  }

  /**
   * As far as is known by now. A listing tells of an object as it was; if it has changed since, the
   * log has another entry.
   */
  private boolean isSelected(CopyTask task) {
    boolean listed =
        task.listed() && task.intent() == Intent.WRITE && task.size() != CopyTask.UNKNOWN_SIZE;
    return services.contents().takeKey(task.key())
        && (!listed
            || services
                .contents()
                .takeObject(
                    new Traits(
                        OptionalLong.of(task.size()),
                        Optional.of(task.mtime()),
                        Optional.empty(),
                        Optional.empty()),
                    services.clock().instant()));
  }

  private CompletionStage<Void> bring(List<CopyTask> tasks) {
    int deletions = 0;
    for (CopyTask task : tasks) {
      deletions += deletes(task) ? 1 : 0;
    }
    return services
        .deletes()
        .ask(shard.instance().bucket(), deletions)
        .thenCompose(allowed -> bring(tasks, allowed));
  }

  private CompletionStage<Void> bring(List<CopyTask> tasks, Allowance allowed) {
    return settled(tasks)
        .thenCompose(known -> services.copier().copy(shard.instance().bucket(), live, tasks))
        .whenComplete((result, failure) -> services.deletes().made(allowed, deletions(result)))
        .thenCompose(
            result ->
                result instanceof Result.Failed failed
                    ? failed(tasks, failed)
                    : ended(tasks, ((Result.Done) result).each()));
  }

  /** A marker that a first copy finds in a listing hides nothing that was there. */
  private static boolean deletes(CopyTask task) {
    return task.intent() == Intent.REMOVE
        || (task.intent() == Intent.MARK && (!task.listed() || task.recheck()));
  }

  /** Of what had no answer nobody knows; it counts as made. What was refused has not come about. */
  private static int deletions(@Nullable Result result) {
    if (result instanceof Result.Done done) {
      int made = 0;
      for (Ended each : done.each()) {
        CopyOutcome outcome = each.outcome();
        made += outcome == CopyOutcome.DELETED || outcome == CopyOutcome.MARKED ? 1 : 0;
      }
      return made;
    }
    return result instanceof Result.Failed failed
            && failed.failureClass() == FailureClass.UNKNOWN_OUTCOME
        ? Integer.MAX_VALUE
        : 0;
  }

  /** Whether nothing but what is due may be worked on. */
  boolean full() {
    return parked.full();
  }

  /** Why a round ends early. */
  GatewayException tooManyHeld() {
    return new GatewayException(
        FailureClass.TRANSIENT,
        "bucket shard "
            + shard
            + ": "
            + ParkedTasks.MAX
            + " writes or more had no answer and are verified first; see whether the destination's"
            + " gateways, and proxies before them, answer in time",
        null);
  }

  /** The first version in a bucket that was not known to have any: it is read again first. */
  private CompletionStage<Void> settled(List<CopyTask> tasks) {
    if (versioned || !CopyTask.anyVersioned(tasks)) {
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
    services.statistics().answered(services.clock().instant());
    return recorded(tasks, each);
  }

  private CompletionStage<Void> recorded(List<CopyTask> tasks, List<Ended> each) {
    Instant now = services.clock().instant();
    each.forEach(end -> services.statistics().ended(shard, end.outcome(), end.bytes(), now));
    List<Change> unparked = new ArrayList<>();
    for (CopyTask task : tasks) {
      if (parked.remove(task)) {
        unparked.add(new Change.Unparked(shard, task.key(), task.instance()));
      }
    }
    return unparked.isEmpty()
        ? CompletableFuture.completedFuture(null)
        : services.checkpoints().save(unparked);
  }

  private CompletionStage<Void> park(List<CopyTask> tasks, Result.Failed failed) {
    if (failed.failureClass() == FailureClass.UNKNOWN_OUTCOME) {
      return hold(tasks, failed);
    }
    return save(tasks.stream().map(task -> entry(task, failed)).toList());
  }

  /** All for the same time: a key is held as a whole. */
  private CompletionStage<Void> hold(List<CopyTask> tasks, Result.Failed failed) {
    int unanswered =
        1
            + tasks.stream()
                .flatMap(task -> parked.of(task).filter(ParkedEntry::unknownOutcome).stream())
                .mapToInt(ParkedEntry::attempts)
                .max()
                .orElse(0);
    Instant until =
        services.clock().instant().plus(services.retries().settlePause(unanswered, random()));
    return save(
        tasks.stream().map(task -> tell(entry(task, reason(failed), unanswered, until))).toList());
  }

  /** A later task of a version replaces the one that waits, as it would in the log. */
  private CompletionStage<Void> parkBehind(List<CopyTask> tasks, Hold hold) {
    return save(tasks.stream().map(task -> entryBehind(task, hold)).toList());
  }

  private CompletionStage<Void> save(List<ParkedEntry> entries) {
    entries.forEach(parked::put);
    Instant now = services.clock().instant();
    entries.forEach(entry -> services.statistics().ended(shard, CopyOutcome.PARKED, 0, now));
    return services.checkpoints().save(entries.stream().<Change>map(Change.Parked::new).toList());
  }

  private ParkedEntry entryBehind(CopyTask task, Hold hold) {
    Optional<ParkedEntry> before = parked.of(task);
    CopyTask both = before.map(EntryTasks::of).map(earlier -> earlier.then(task)).orElse(task);
    String reason =
        before.filter(ParkedEntry::unknownOutcome).map(ParkedEntry::reason).orElse(BEHIND);
    return entry(both, reason, hold.attempts(), hold.until());
  }

  private ParkedEntry entry(CopyTask task, Result.Failed failed) {
    int attempts = parked.of(task).map(ParkedEntry::attempts).orElse(0) + failed.attempts();
    int rounds = Math.max(1, attempts / Math.max(1, failed.attempts()));
    Duration pause = services.retries().parkedPause(rounds, random());
    return tell(entry(task, reason(failed), attempts, services.clock().instant().plus(pause)));
  }

  private static double random() {
    return ThreadLocalRandom.current().nextDouble();
  }

  private static String reason(Result.Failed failed) {
    return failed.failureClass() + ": " + failed.reason();
  }

  private ParkedEntry tell(ParkedEntry entry) {
    try (var subject = LogSubject.of(shard.instance().bucket(), entry.key())) {
      LOG.warn(
          "{} / {}: parked after {} attempts, next try at {}: {}",
          shard.instance().bucket(),
          entry.key(),
          entry.attempts(),
          entry.nextTry(),
          entry.reason());
    }
    return entry;
  }

  private ParkedEntry entry(CopyTask task, String reason, int attempts, Instant nextTry) {
    return new ParkedEntry(
        shard,
        task.key(),
        task.instance(),
        task.intent().name().toLowerCase(Locale.ROOT),
        task.olhEpoch(),
        reason,
        attempts,
        parked.of(task).map(ParkedEntry::since).orElseGet(services.clock()::instant),
        nextTry);
  }
}
