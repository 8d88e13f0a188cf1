package io.gyre.route;

import io.gyre.log.BucketIndexEntry;
import io.gyre.log.BucketIndexState;
import io.gyre.log.BucketShard;
import io.gyre.log.ChangeLog;
import io.gyre.log.DataLogEntry;
import io.gyre.log.LogPage;
import io.gyre.log.LogPosition;
import io.gyre.log.LogReading.Log;
import io.gyre.log.MetadataLogEntry;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The three kinds of logs of the source, one log at a time. */
final class SourceLogs {
  private SourceLogs() {}

  static Log<DataLogEntry> data(ChangeLog source, int shard) {
    return new Log<>() {
      @Override
      public CompletionStage<Optional<LogPosition>> head() {
        return source.dataLogHead(shard).thenApply(Optional::of);
      }

      @Override
      public CompletionStage<Optional<LogPage<DataLogEntry>>> read(LogPosition after, int max) {
        return source.readDataLog(shard, after, max).thenApply(Optional::of);
      }

      /** Not to be seen; what was announced and trimmed unread, a sweep finds. */
      @Override
      public boolean canBeFirst(DataLogEntry entry) {
        return true;
      }
    };
  }

  /**
   * A metadata log shard.
   *
   * @param emptyLately whether, if it was empty when last looked at, that was not long ago: its
   *     entries do not tell whether any came before them
   */
  static Log<MetadataLogEntry> metadata(
      ChangeLog source, int shard, String period, boolean emptyLately) {
    return new Log<>() {
      @Override
      public CompletionStage<Optional<LogPosition>> head() {
        return source.metadataLogHead(shard, period).thenApply(Optional::of);
      }

      @Override
      public CompletionStage<Optional<LogPage<MetadataLogEntry>>> read(LogPosition after, int max) {
        return source.readMetadataLog(shard, period, after, max).thenApply(Optional::of);
      }

      @Override
      public boolean canBeFirst(MetadataLogEntry entry) {
        return emptyLately;
      }
    };
  }

  static Log<BucketIndexEntry> bucketIndex(ChangeLog source, BucketShard shard) {
    return new Log<>() {
      @Override
      public CompletionStage<Optional<LogPosition>> head() {
        return source.bucketIndexState(shard).thenApply(state -> state.map(BucketIndexState::head));
      }

      @Override
      public CompletionStage<Optional<LogPage<BucketIndexEntry>>> read(LogPosition after, int max) {
        return source.readBucketIndex(shard, after, max);
      }

      @Override
      public boolean canBeFirst(BucketIndexEntry entry) {
        return entry.canBeFirst();
      }
    };
  }
}
