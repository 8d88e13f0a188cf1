package io.gyre.route;

import io.gyre.checkpoint.CheckpointStore;
import io.gyre.checkpoint.LogKind;
import io.gyre.log.BucketShard;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * What the actors of a route know of how far behind the destination is. Written by many threads,
 * read whenever somebody asks. It has one entry for each log shard and each bucket shard at work,
 * not more: what waits for its turn, the checkpoint knows.
 */
public final class LagTracker {
  record LogShardId(LogKind kind, int shard) {}

  private final Map<LogShardId, LogShardLag> logs = new ConcurrentHashMap<>();

  /** Bucket shards at work whose log has been read since, and which the checkpoint has marked. */
  private final Map<BucketShard, BucketShardLag> buckets = new ConcurrentHashMap<>();

  private final LogOutage outage = new LogOutage();
  private volatile MetadataPass pass = new MetadataPass(false, Optional.empty());

  /**
   * The comparison of all users and buckets.
   *
   * @param due whether one is under way, or has to be made
   * @param done when the last good one began; empty when there was none in this process
   */
  public record MetadataPass(boolean due, Optional<Instant> done) {}

  /**
   * A view of the moment.
   *
   * @param logs by log and number
   * @param buckets those at work
   */
  public record Snapshot(
      List<LogShardLag> logs, Map<BucketShard, BucketShardLag> buckets, MetadataPass pass) {
    public Snapshot {
      logs = List.copyOf(logs);
      buckets = Map.copyOf(buckets);
    }
  }

  /** From now on so many shards of a log are followed, and no others of that log. */
  void follow(LogKind kind, int shards) {
    logs.keySet().removeIf(id -> id.kind() == kind);
    for (int shard = 0; shard < shards; shard++) {
      logs.put(new LogShardId(kind, shard), LogShardLag.unread(kind, shard));
    }
  }

  /** A log shard was read to its end, and what was read is done. */
  void atEnd(LogKind kind, int shard, Instant began) {
    update(kind, shard, known -> known.atEnd(began));
  }

  /** Entries of a log shard wait. */
  void waits(LogKind kind, int shard, Waiting waiting) {
    update(kind, shard, known -> known.with(waiting));
  }

  /** A log shard could not be read, or what was read could not be done. */
  void failed(LogKind kind, int shard, String reason) {
    update(kind, shard, known -> known.failed(reason));
  }

  private void update(LogKind kind, int shard, UnaryOperator<LogShardLag> change) {
    logs.computeIfPresent(new LogShardId(kind, shard), (id, known) -> change.apply(known));
  }

  /** What there is to tell of log shards that cannot be followed. */
  LogOutage outage() {
    return outage;
  }

  /** Users and buckets have to be compared in full: more bucket shards may become known. */
  void comparingMetadata() {
    pass = new MetadataPass(true, pass.done());
  }

  /** They have been. */
  void comparedMetadata(Instant began) {
    pass = new MetadataPass(false, Optional.of(began));
  }

  /** Changes of a bucket shard wait since then, unless they have waited for longer already. */
  void isBehind(BucketShard shard, Instant since) {
    buckets.computeIfPresent(
        shard,
        (id, known) -> known.waiting().isPresent() ? known : known.with(Waiting.announced(since)));
  }

  /** Entries of a bucket shard's log were read, or done; these are left. */
  void waits(BucketShard shard, Waiting waiting) {
    buckets.merge(
        shard,
        new BucketShardLag(Optional.empty(), Optional.of(waiting)),
        (known, ignored) -> known.with(waiting));
  }

  /** A bucket shard's log was read and done to its end. */
  void caughtUp(BucketShard shard, Instant began) {
    buckets.put(shard, BucketShardLag.caughtUp(began));
  }

  /** A round of a bucket shard failed. */
  void failed(BucketShard shard) {
    buckets.computeIfPresent(shard, (id, known) -> known.failed());
  }

  /** From now on the checkpoint alone tells whether a bucket shard is behind. */
  void asRecorded(BucketShard shard) {
    buckets.remove(shard);
  }

  /** What is known of it beyond the checkpoint. */
  Optional<BucketShardLag> of(BucketShard shard) {
    return Optional.ofNullable(buckets.get(shard));
  }

  /** A view of the moment. */
  public Snapshot snapshot() {
    return new Snapshot(
        logs.values().stream()
            .sorted(Comparator.comparing(LogShardLag::kind).thenComparing(LogShardLag::shard))
            .toList(),
        buckets,
        pass);
  }

  /** How far behind the destination is, by the checkpoint and by what was read since. */
  public CompletionStage<RouteLag> lag(CheckpointStore checkpoints) {
    Snapshot known = snapshot();
    return checkpoints
        .behind(known.buckets().keySet())
        .thenApply(recorded -> RouteLag.of(known, recorded));
  }
}
