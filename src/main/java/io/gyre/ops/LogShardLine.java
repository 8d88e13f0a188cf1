package io.gyre.ops;

import io.gyre.checkpoint.LogKind;
import io.gyre.checkpoint.LogShardFacts;
import io.gyre.route.BucketShardLag;
import io.gyre.route.LogShardLag;
import io.gyre.route.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One log shard of the source as operators see it.
 *
 * @param log what its reader knows
 * @param known bucket shards that it announces
 * @param copying those of them that are copied, or compared, in full
 * @param changed others with changes waiting
 * @param since since when the oldest change waits in the log shard or in one of them; empty when
 *     none is known to
 */
record LogShardLine(LogShardLag log, int known, int copying, int changed, Optional<Instant> since) {

  private static final LogShardFacts NOTHING = new LogShardFacts(-1, 0, 0, 0, Optional.empty());

  /**
   * One line for each log shard.
   *
   * @param facts without the bucket shards at work
   * @param atWork those of each data log shard
   */
  static List<LogShardLine> of(
      List<LogShardLag> logs,
      List<LogShardFacts> facts,
      Map<Integer, List<BucketShardLag>> atWork) {
    Map<Integer, LogShardFacts> byShard = new HashMap<>();
    facts.forEach(one -> byShard.put(one.logShard(), one));
    List<LogShardLine> lines = new ArrayList<>();
    for (LogShardLag log : logs) {
      boolean data = log.kind() == LogKind.DATA;
      lines.add(
          line(
              log,
              data ? byShard.getOrDefault(log.shard(), NOTHING) : NOTHING,
              data ? atWork.getOrDefault(log.shard(), List.of()) : List.of()));
    }
    return lines;
  }

  /**
   * The age of the oldest change; empty when it is not known, as while something is copied in full.
   */
  Optional<Duration> lag(Instant now) {
    return since
        .map(oldest -> Duration.between(oldest, now))
        .map(age -> age.isNegative() ? Duration.ZERO : age)
        .or(() -> isOpen() ? Optional.empty() : Optional.of(Duration.ZERO));
  }

  private boolean isOpen() {
    return copying > 0 || log.readTo().isEmpty();
  }

  private static LogShardLine line(
      LogShardLag log, LogShardFacts facts, Collection<BucketShardLag> atWork) {
    List<Instant> waiting =
        atWork.stream().flatMap(one -> one.waiting().stream()).map(Waiting::since).toList();
    return new LogShardLine(
        log,
        facts.shards(),
        facts.copying(),
        facts.changed() + waiting.size(),
        Stream.of(log.since().stream(), facts.since().stream(), waiting.stream())
            .flatMap(times -> times)
            .min(Comparator.naturalOrder()));
  }
}
