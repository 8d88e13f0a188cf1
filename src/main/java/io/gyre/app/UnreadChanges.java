package io.gyre.app;

import io.gyre.checkpoint.BucketShardState;
import io.gyre.checkpoint.CheckpointView;
import io.gyre.checkpoint.LogKind;
import io.gyre.checkpoint.Phase;
import io.gyre.config.BucketFilter;
import io.gyre.log.BucketIndexState;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import io.gyre.log.ChangeLog;
import io.gyre.log.DataLogEntry;
import io.gyre.log.LogPage;
import io.gyre.log.LogPosition;
import io.gyre.route.BucketHeads;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What the source's logs have that a state has not read. A gateway repeats the entry of a bucket
 * shard when its data log window ends, so that such a one need not mean a change: the bucket
 * shard's own log tells. That of a removed bucket answers on [live, 16.2.15], and means nothing:
 * the removal is in the metadata log. Blocks; for commands.
 */
final class UnreadChanges {
  /** Entries of a log shard that are looked at; with more of them, there are changes. */
  private static final int LOOKED_AT = 1000;

  private final ChangeLog log;
  private final CheckpointView state;
  private final BucketFilter buckets;
  private final BucketHeads present;

  /**
   * @param present what the source has of a bucket now
   */
  UnreadChanges(ChangeLog log, CheckpointView state, BucketFilter buckets, BucketHeads present) {
    this.log = log;
    this.present = present;
    this.state = state;
    this.buckets = buckets;
  }

  /** How many log shards have changes that are not done. */
  long count(SourceHeads heads) {
    Map<SourceHeads.Shard, LogPosition> unread = heads.unread(state.summary());
    return unread.entrySet().stream()
        .filter(
            shard ->
                shard.getKey().log() == LogKind.METADATA
                    || hasChanges(shard.getKey().shard(), shard.getValue()))
        .count();
  }

  private boolean hasChanges(int shard, LogPosition read) {
    LogPage<DataLogEntry> page = now(log.readDataLog(shard, read, LOOKED_AT));
    return page.more()
        || page.entries().stream().map(DataLogEntry::shard).distinct().anyMatch(this::isChanged);
  }

  private boolean isChanged(BucketShard shard) {
    BucketName bucket = shard.instance().bucket();
    if (!buckets.accepts(bucket.tenant(), bucket.name())) {
      return false;
    }
    Optional<BucketIndexState> head = now(log.bucketIndexState(shard));
    Optional<BucketShardState> known = state.bucketShard(shard);
    return head.isPresent()
        && (known.isEmpty()
            ? isPresent(shard)
            : (known.get().phase() == Phase.INCREMENTAL
                && head.get().head() instanceof LogPosition.Marker
                && !known.get().position().equals(head.get().head())));
  }

  private boolean isPresent(BucketShard shard) {
    return now(present.of(shard.instance().bucket()))
        .filter(shards -> shards.containsKey(shard))
        .isPresent();
  }

  private static <T> T now(CompletionStage<T> asked) {
    return asked.toCompletableFuture().join();
  }
}
