package io.gyre.app;

import io.gyre.log.BucketIndexState;
import io.gyre.log.BucketShard;
import io.gyre.log.LogPosition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Where the logs of bucket shards stand now, give or take a second. */
final class LogHeads {
  private static final Duration FRESH = Duration.ofSeconds(1);

  /** Bucket shards that are remembered; others are asked for again. */
  private static final int REMEMBERED = 256;

  private final Function<BucketShard, CompletionStage<Optional<BucketIndexState>>> log;
  private final Clock clock;
  private final Map<BucketShard, Head> heads =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<BucketShard, Head> eldest) {
          return size() > REMEMBERED;
        }
      };

  private record Head(Instant asked, CompletionStage<Optional<LogPosition>> position) {}

  /**
   * @param log asks the source for the state of a bucket shard's log
   */
  LogHeads(Function<BucketShard, CompletionStage<Optional<BucketIndexState>>> log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  /** Empty where the source does not tell. */
  synchronized CompletionStage<Optional<LogPosition>> of(BucketShard shard) {
    Instant now = clock.instant();
    Head known = heads.get(shard);
    if (known != null && known.asked().plus(FRESH).isAfter(now)) {
      return known.position();
    }
    heads.remove(shard);
    CompletionStage<Optional<LogPosition>> asked =
        log.apply(shard)
            .thenApply(state -> state.map(BucketIndexState::head))
            .exceptionally(unknown -> Optional.empty());
    heads.put(shard, new Head(now, asked));
    return asked;
  }
}
