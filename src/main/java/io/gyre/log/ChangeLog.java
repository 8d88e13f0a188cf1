package io.gyre.log;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The source zone's logs and index listings, read a page at a time.
 *
 * <p>Reading is strictly after the position asked for. A position older than what the log still
 * holds is not an error at the gateway: the answer then begins with the oldest entry that is left,
 * so a caller that must not miss anything reads from the marker before its watermark and checks
 * that the watermark's own entry comes first.
 *
 * <p>Every stage fails with a {@code GatewayException} when the gateway cannot be reached, refuses,
 * or answers something that is not an answer (half a JSON array included).
 */
public interface ChangeLog extends BucketListing {

  /**
   * Has the zone's endpoints say once more that they are of this zone, and fails when they do not:
   * to be asked between what was found absent and what is removed because of that, for in another
   * zone everything is properly absent.
   */
  CompletionStage<Void> confirmZone();

  /** How many shards the data log has (128 unless configured otherwise). */
  CompletionStage<Integer> dataLogShards();

  /** The newest position of a data log shard. */
  CompletionStage<LogPosition> dataLogHead(int shard);

  /** A page of a data log shard. */
  CompletionStage<LogPage<DataLogEntry>> readDataLog(int shard, LogPosition after, int max);

  /** The metadata log; empty where the source keeps none (no realm, or it is not the master). */
  CompletionStage<Optional<MetadataLogState>> metadataLog();

  /** The newest position of a metadata log shard in a period. */
  CompletionStage<LogPosition> metadataLogHead(int shard, String period);

  /** A page of a metadata log shard in a period. */
  CompletionStage<LogPage<MetadataLogEntry>> readMetadataLog(
      int shard, String period, LogPosition after, int max);

  /** The state of a bucket shard's change log; empty when the source no longer has the instance. */
  CompletionStage<Optional<BucketIndexState>> bucketIndexState(BucketShard shard);

  /**
   * A page of a bucket shard's change log; empty when the source no longer has the instance. {@code
   * more} is true when the page is full.
   */
  CompletionStage<Optional<LogPage<BucketIndexEntry>>> readBucketIndex(
      BucketShard shard, LogPosition after, int max);
}
