package io.gyre.log;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Removes entries from the source's logs, up to and including one. Removing twice is success.
 *
 * <p>Stages complete with false where that is not allowed for now, and fail with a {@code
 * GatewayException}; the entries then stay, which does no harm.
 */
public interface LogTrimming {
  /** Leaves all entries where they are. */
  LogTrimming NONE =
      new LogTrimming() {
        @Override
        public CompletionStage<Boolean> dataLog(int shard, LogPosition.Marker upTo) {
          return CompletableFuture.completedFuture(false);
        }

        @Override
        public CompletionStage<Boolean> metadataLog(
            int shard, String period, LogPosition.Marker upTo) {
          return CompletableFuture.completedFuture(false);
        }

        @Override
        public CompletionStage<Boolean> bucketIndex(BucketShard shard, LogPosition.Marker upTo) {
          return CompletableFuture.completedFuture(false);
        }
      };

  /** Of a data log shard. */
  CompletionStage<Boolean> dataLog(int shard, LogPosition.Marker upTo);

  /** Of a metadata log shard in a period. */
  CompletionStage<Boolean> metadataLog(int shard, String period, LogPosition.Marker upTo);

  /** Of a bucket shard's change log. */
  CompletionStage<Boolean> bucketIndex(BucketShard shard, LogPosition.Marker upTo);
}
