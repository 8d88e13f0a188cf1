package io.gyre.checkpoint;

import io.gyre.copy.Image;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * What a route must remember. There is one writer process per store.
 *
 * <p>{@link #save} is atomic: all of its changes or none, visible to every read that starts after
 * it completed, and still there after a kill of the process. Saves take effect in the order they
 * were asked for. A failure of the storage (full disk, corruption) fails the stage with a {@link
 * CheckpointException}; nothing was recorded then, and a later save may succeed.
 *
 * <p>Stages complete on the store's own threads: what follows must be short, or go elsewhere.
 */
public interface CheckpointStore extends AutoCloseable {

  /** Makes changes durable. */
  CompletionStage<Void> save(List<Change> changes);

  /** Named facts of the route. */
  CompletionStage<Map<String, String>> facts();

  /** The log shards of a kind, by shard; empty on a fresh store. */
  CompletionStage<List<LogShardState>> logShards(LogKind kind);

  /** One log shard. */
  CompletionStage<Optional<LogShardState>> logShard(LogKind kind, int shard);

  /** One bucket shard. */
  CompletionStage<Optional<BucketShardState>> bucketShard(BucketShard shard);

  /**
   * Bucket shards of a log shard with something to do, leaving some out, and those of buckets that
   * are {@link Pause paused}.
   *
   * @param full true: those in phase INIT or FULL, in the order of their discovery; false: those in
   *     any other phase that are dirty, and the followed ones that have a parked entry due, first
   *     the one that has been so for the longest
   * @param now decides which parked entries are due
   * @param except not to be returned; as many as there are workers, not more
   */
  CompletionStage<List<BucketShardState>> work(
      int logShard, boolean full, Instant now, Set<BucketShard> except, int max);

  /**
   * All known bucket shards in a stable order, those of an instance together, after one of them (or
   * from the first). That one may be forgotten meanwhile.
   */
  CompletionStage<List<BucketShardState>> bucketShards(Optional<BucketShard> after, int max);

  /** How many bucket shards there are in each phase, and how many of them are dirty. */
  CompletionStage<ShardCounts> countShards();

  /**
   * Which bucket shards are not at their end, leaving some out.
   *
   * @param except not to be counted; as many as there are workers, not many more
   */
  CompletionStage<Behind> behind(Set<BucketShard> except);

  /** All known buckets of that name, several when it was deleted and created again. */
  CompletionStage<List<BucketState>> bucketsNamed(String tenantAndName);

  /**
   * All known buckets, by name, after a name (empty: from the first). Those of one name come
   * together.
   *
   * @param maxNames how many names at most
   */
  CompletionStage<List<BucketState>> buckets(String afterTenantAndName, int maxNames);

  /** Buckets in standing REMOVING, by name, those last whose removal has failed since it began. */
  CompletionStage<List<BucketState>> bucketsBeingRemoved(int max);

  /** How many buckets are in standing REMOVING whose removal has not failed since it began. */
  CompletionStage<Integer> countRemovals();

  /** Users of the destination that are ours, in order, after a uid (empty: from the first). */
  CompletionStage<List<String>> ownedUsers(String after, int max);

  /** Whether a user of the destination is ours. */
  CompletionStage<Boolean> ownsUser(String uid);

  /** Users that are refused, in order, after a uid (empty: from the first). */
  CompletionStage<List<String>> refusedUsers(String after, int max);

  /**
   * Names of the buckets that are refused, or whose making has not ended, in order, after one
   * (empty: from the first).
   */
  CompletionStage<List<String>> refusedBuckets(String afterTenantAndName, int max);

  /** Parked entries of a bucket shard that are due at a time, those first that are due first. */
  CompletionStage<List<ParkedEntry>> parkedDue(BucketShard shard, Instant now, int max);

  /** Parked entries of one key of a bucket shard, due or not, by version id. */
  CompletionStage<List<ParkedEntry>> parkedOf(BucketShard shard, String key, int max);

  /** Parked entries of a bucket shard whose outcome is unknown, due or not, oldest first. */
  CompletionStage<List<ParkedEntry>> parkedUnknown(BucketShard shard, int max);

  /**
   * Which versions of the destination are known to be images of a key's versions, by the
   * destination's ids.
   */
  CompletionStage<List<Image>> images(BucketName bucket, String key);

  /** Uploads in parts that are not known to have ended, by bucket and key. */
  CompletionStage<List<OpenUpload>> uploads(int max);

  /** All parked entries, oldest first. */
  CompletionStage<List<ParkedEntry>> parked(int offset, int max);

  /**
   * How many buckets and users are refused, how many buckets are being made or have their syncing
   * disabled at the source, and how many {@link Shortfall}s there are.
   */
  CompletionStage<Integer> countRefused();

  /** How many entries are parked. */
  CompletionStage<Integer> countParked();

  /**
   * How many parked entries will be tried by going on for a while: of bucket shards that are
   * followed (the syncing of the others was stopped) those of unknown outcome that failed no more
   * often than that, and those that are due by then.
   */
  CompletionStage<Integer> countUnsettled(int attempts, Instant due);

  /** Waits for what was asked for, then releases the store. */
  @Override
  void close();

  /**
   * Bucket shards that are not at their end.
   *
   * @param copying those in phase INIT or FULL
   * @param changed those in any other phase that are dirty
   * @param since since when the longest of both has been dirty
   */
  record Behind(int copying, int changed, Optional<Instant> since) {}

  /**
   * Bucket shards by phase.
   *
   * @param dirty those with changes waiting
   * @param dirtySince since when the longest has waited
   */
  record ShardCounts(Map<Phase, Integer> byPhase, int dirty, Optional<Instant> dirtySince) {
    public ShardCounts {
      byPhase = Map.copyOf(byPhase);
    }
  }
}
