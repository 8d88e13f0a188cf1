package io.gyre.route;

import io.gyre.checkpoint.BucketShardState;
import io.gyre.checkpoint.BucketState;
import io.gyre.checkpoint.Change;
import io.gyre.log.BucketIndexEntry;
import io.gyre.log.BucketIndexEntry.Op;
import io.gyre.log.LogPage;
import io.gyre.log.LogReading;
import io.gyre.log.Watermark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Source;

/**
 * Reads one bucket shard's log from its watermark to its end and works through it. It ends early
 * when its time is up, where the log was trimmed under us, or where an operator stopped the syncing
 * of the bucket.
 */
final class LogRound {
  /** Why the reading ended. */
  enum Kind {
    AT_END,
    CUT,
    GAP,
    STOPPED,
    NO_LOG
  }

  /**
   * How far a round came.
   *
   * @param reached the watermark, durable
   */
  record End(Kind kind, Watermark reached, long entries) {}

  /** Where the reading stands: after the last page that was read. */
  private static final class Reading {
    private final Instant until;
    private final EntriesInHand inHand = new EntriesInHand();
    private Watermark read;
    private Kind kind = Kind.AT_END;
    private boolean begun;
    private boolean more = true;

    private Reading(Watermark from, Instant until) {
      this.until = until;
      this.read = from;
    }
  }

  private final RouteServices services;
  private final Materializer materializer;

  LogRound(RouteServices services, Materializer materializer) {
    this.services = services;
    this.materializer = materializer;
  }

  /** Runs the round. */
  CompletionStage<End> run(BucketShardState state, BucketState bucket) {
    return TaskRunner.create(services, state.shard(), bucket, true)
        .thenCompose(runner -> run(state, runner));
  }

  private CompletionStage<End> run(BucketShardState state, TaskRunner runner) {
    boolean full = runner.full();
    Reading reading = new Reading(state.watermark(), now().plus(services.settings().roundSlice()));
    List<LedgerItem<Watermark>> parked =
        runner.due().stream().map(tasks -> new LedgerItem<>(state.watermark(), tasks)).toList();
    Source<LedgerItem<Watermark>, NotUsed> entries =
        Source.unfoldAsync(reading, now -> readOn(state, now)).mapConcat(items -> items);
    return new WatermarkStream<Watermark>(services, state.shard(), materializer)
        .run(
            full ? Source.from(parked) : Source.from(parked).concat(entries),
            runner::run,
            reached ->
                services
                    .checkpoints()
                    .save(Change.of(new Change.ShardMoved(state.advanceTo(reached))))
                    .thenRun(() -> done(state, reading, reached)))
        .thenCompose(
            count ->
                full
                    ? CompletableFuture.failedFuture(runner.tooManyHeld())
                    : CompletableFuture.completedFuture(
                        new End(reading.kind, reading.read, count - parked.size())));
  }

  private CompletionStage<Optional<Pair<Reading, List<LedgerItem<Watermark>>>>> readOn(
      BucketShardState state, Reading reading) {
    if (!reading.more) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    if (reading.begun && !now().isBefore(reading.until)) {
      return end(reading, Kind.CUT);
    }
    reading.begun = true;
    // Each page: a log may be trimmed while copies hold up the reading of its next page.
    return LogReading.of(
            reading.read,
            services.settings().logPage(),
            BucketIndexEntry::position,
            SourceLogs.bucketIndex(services.log(), state.shard()))
        .thenCompose(
            found ->
                found.filter(LogReading::gap).isPresent()
                    ? end(reading, Kind.GAP)
                    : accept(state, reading, found.map(LogReading::page)));
  }

  private CompletionStage<Optional<Pair<Reading, List<LedgerItem<Watermark>>>>> accept(
      BucketShardState state, Reading reading, Optional<LogPage<BucketIndexEntry>> page) {
    if (page.isEmpty()) {
      return end(reading, Kind.NO_LOG);
    }
    reading.more = page.get().more();
    reading.inHand.read(page.get().entries(), page.get().more());
    tell(state, reading);
    return CompletableFuture.completedFuture(
        Optional.of(Pair.create(reading, items(reading, page.get()))));
  }

  private void done(BucketShardState state, Reading reading, Watermark reached) {
    reading.inHand.done(reached.position());
    tell(state, reading);
  }

  /** An object's own time may be older than its change here, where it came from another zone. */
  private void tell(BucketShardState state, Reading reading) {
    reading
        .inHand
        .waiting()
        .map(waiting -> state.dirtySince().map(waiting::notBefore).orElse(waiting))
        .ifPresent(waiting -> services.lag().waits(state.shard(), waiting));
  }

  private Instant now() {
    return services.clock().instant();
  }

  private static CompletionStage<Optional<Pair<Reading, List<LedgerItem<Watermark>>>>> end(
      Reading reading, Kind kind) {
    reading.kind = kind;
    return CompletableFuture.completedFuture(Optional.empty());
  }

  private static List<LedgerItem<Watermark>> items(
      Reading reading, LogPage<BucketIndexEntry> page) {
    List<LedgerItem<Watermark>> items = new ArrayList<>(page.entries().size());
    for (BucketIndexEntry entry : page.entries()) {
      reading.read = reading.read.next(entry.position());
      items.add(new LedgerItem<>(reading.read, EntryTasks.of(entry)));
      if (entry.op() == Op.SYNCSTOP) {
        reading.kind = Kind.STOPPED;
        reading.more = false;
        break;
      }
    }
    return items;
  }
}
