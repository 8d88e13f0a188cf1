package io.gyre.route;

import io.gyre.checkpoint.CheckpointStore;
import io.gyre.checkpoint.ParkedEntry;
import io.gyre.copy.CopyTask;
import io.gyre.log.BucketShard;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What is parked of one bucket shard, as far as a round knows of it, and which keys are held: those
 * of a write whose answer never came. Until that write has settled nothing else happens to its key;
 * what comes for it is parked behind it, in order, so that the watermark may go on.
 *
 * <p>It knows the {@link #MAX} oldest entries of unknown outcome, as many others, and as many that
 * are due, so that those are not behind others that fail again and again. What is beyond of the
 * others waits for a later round. Of the former none may go unnoticed, so once there are so many it
 * is {@link #full}: then only what waits for them is worked on. So many of one bucket shard mean
 * that the destination gives no answers at all, and entries are left in their log.
 */
final class ParkedTasks {
  static final int MAX = 1000;

  private final Map<Version, ParkedEntry> entries = new ConcurrentHashMap<>();
  private final Map<String, Hold> holds = new ConcurrentHashMap<>();
  private final boolean moreUnknown;

  private record Version(String key, String instance) {
    static Version of(CopyTask task) {
      return new Version(task.key(), task.instance());
    }
  }

  /**
   * A key that is left alone. Its entries are parked for the same time, except where an operator
   * makes one due: then they all are.
   *
   * @param attempts how many writes in a row had no answer
   */
  record Hold(Instant until, int attempts) {
    private Hold and(Hold other) {
      return new Hold(
          until.isBefore(other.until) ? until : other.until, Math.max(attempts, other.attempts));
    }
  }

  private ParkedTasks(List<ParkedEntry> unknown, List<ParkedEntry> others) {
    this.moreUnknown = unknown.size() >= MAX;
    others.forEach(this::put);
    unknown.forEach(this::put);
  }

  static CompletionStage<ParkedTasks> load(
      CheckpointStore checkpoints, BucketShard shard, Instant now) {
    return checkpoints
        .parkedUnknown(shard, MAX)
        .thenCompose(
            unknown ->
                checkpoints
                    .parkedDue(shard, Instant.ofEpochSecond(Integer.MAX_VALUE), MAX)
                    .thenApply(others -> new ParkedTasks(unknown, others)))
        .thenCompose(
            oldest ->
                checkpoints
                    .parkedDue(shard, now, MAX)
                    .thenApply(
                        due -> {
                          due.forEach(oldest::put);
                          return oldest;
                        }));
  }

  /** An entry that is durable now, or about to be. */
  void put(ParkedEntry entry) {
    entries.put(new Version(entry.key(), entry.instance()), entry);
    if (entry.unknownOutcome()) {
      holds.merge(entry.key(), new Hold(entry.nextTry(), entry.attempts()), Hold::and);
    }
  }

  Optional<ParkedEntry> of(CopyTask task) {
    return Optional.ofNullable(entries.get(Version.of(task)));
  }

  /** It has an outcome; whether it was parked. */
  boolean remove(CopyTask task) {
    return entries.remove(Version.of(task)) != null;
  }

  Optional<Hold> hold(String key) {
    return Optional.ofNullable(holds.get(key));
  }

  /** Whether nothing may be done to a key that is not held. */
  boolean full() {
    return moreUnknown || holds.size() >= MAX;
  }

  /** Ends the hold of a key: what waited, oldest first, and then these of the same key. */
  List<CopyTask> release(String key, List<CopyTask> tasks) {
    if (holds.remove(key) == null) {
      return tasks;
    }
    Map<String, CopyTask> all = new LinkedHashMap<>();
    Stream.concat(waiting(key).map(EntryTasks::of), tasks.stream())
        .forEach(
            task -> {
              CopyTask before = all.remove(task.instance());
              all.put(task.instance(), before == null ? task : before.then(task));
            });
    return new ArrayList<>(all.values());
  }

  private Stream<ParkedEntry> waiting(String key) {
    return entries.values().stream()
        .filter(entry -> entry.key().equals(key) && entry.unknownOutcome())
        .sorted(Comparator.comparing(ParkedEntry::since));
  }

  /** What is to be tried now, by key, oldest first: of a held key all that waits. */
  List<List<CopyTask>> due(Instant now) {
    Map<String, List<CopyTask>> due = new LinkedHashMap<>();
    entries.values().stream()
        .filter(entry -> isDue(entry, now))
        .sorted(Comparator.comparing(ParkedEntry::since))
        .forEach(
            entry ->
                due.computeIfAbsent(entry.key(), key -> new ArrayList<>(1))
                    .add(EntryTasks.of(entry)));
    return List.copyOf(due.values());
  }

  private boolean isDue(ParkedEntry entry, Instant now) {
    Hold hold = holds.get(entry.key());
    Instant time = hold != null ? hold.until() : entry.nextTry();
    return !time.isAfter(now) && (entry.unknownOutcome() || !entry.nextTry().isAfter(now));
  }
}
