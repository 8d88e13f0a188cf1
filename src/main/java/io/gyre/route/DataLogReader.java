package io.gyre.route;

import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.LogKind;
import io.gyre.checkpoint.LogShardState;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketShard;
import io.gyre.log.DataLogEntry;
import io.gyre.log.LogPosition.Marker;
import io.gyre.log.LogReading;
import io.gyre.log.Watermark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Reads one data log shard, page after page, for ever. An entry's outcome is "this bucket shard is
 * durably marked dirty": marks and watermark are saved together, then the shard actor is told. So
 * the watermark never waits for a bucket.
 */
final class DataLogReader extends AbstractBehavior<DataLogReader.Command> {

  /** What a reader tells itself. */
  sealed interface Command {}

  private enum ReadLog implements Command {
    INSTANCE
  }

  private record Trimmed(Marker upTo, boolean done, @Nullable Throwable failure)
      implements Command {}

  private record Loaded(@Nullable Watermark watermark, @Nullable Throwable failure)
      implements Command {}

  private record PageRead(@Nullable LogReading<DataLogEntry> found, @Nullable Throwable failure)
      implements Command {}

  private record Marked(
      LogReading<DataLogEntry> found, Set<BucketShard> dirty, @Nullable Throwable failure)
      implements Command {}

  /**
   * Bucket shards that are durably marked.
   *
   * @param all whether, after a gap, all that this log shard announces are marked besides
   */
  record Dirty(Set<BucketShard> shards, boolean all) {
    Dirty {
      shards = Set.copyOf(shards);
    }
  }

  private final int shard;
  private final RouteServices services;
  private final TimerScheduler<Command> timers;
  private final ActorRef<Dirty> parent;
  private final TrimPace trims = new TrimPace();
  private Watermark watermark = Watermark.ORIGIN;
  private PollSchedule polls;
  private Instant readBegan = Instant.EPOCH;
  private final PollReports<DataLogEntry> reports;
  private int failures;

  /** A reader that begins where the checkpoint says. */
  static Behavior<Command> create(int shard, RouteServices services, ActorRef<Dirty> parent) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new DataLogReader(context, timers, shard, services, parent)));
  }

  private DataLogReader(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      int shard,
      RouteServices services,
      ActorRef<Dirty> parent) {
    super(context);
    context.setLoggerName(DataLogReader.class);
    this.shard = shard;
    this.services = services;
    this.timers = timers;
    this.parent = parent;
    this.reports =
        new PollReports<>(
            context.getLog(),
            services.lag(),
            LogKind.DATA,
            shard,
            DataLogEntry::timestamp,
            e -> e.shard().toString());
    this.polls = PollSchedule.changed(services.settings().logPolls(), now());
    context.pipeToSelf(
        services
            .checkpoints()
            .logShard(LogKind.DATA, shard)
            .thenApply(saved -> saved.map(LogShardState::watermark).orElse(Watermark.ORIGIN)),
        Loaded::new);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Loaded.class, this::onLoaded)
        .onMessage(ReadLog.class, read -> onReadLog())
        .onMessage(PageRead.class, this::onPageRead)
        .onMessage(Marked.class, this::onMarked)
        .onMessage(Trimmed.class, this::onTrimmed)
        .build();
  }

  private Behavior<Command> onLoaded(Loaded loaded) {
    if (loaded.watermark() == null) {
      throw new IllegalStateException(
          "data log shard " + shard + ": its checkpoint cannot be read", loaded.failure());
    }
    watermark = loaded.watermark();
    readAfter(PollSchedule.spread(services.settings().logPolls().min()));
    return this;
  }

  private Behavior<Command> onReadLog() {
    readBegan = now();
    getContext()
        .pipeToSelf(
            LogReading.of(
                    watermark,
                    services.settings().logPage(),
                    DataLogEntry::position,
                    SourceLogs.data(services.log(), shard))
                .thenApply(Optional::orElseThrow),
            PageRead::new);
    return this;
  }

  private Behavior<Command> onPageRead(PageRead read) {
    if (read.found() == null) {
      return onFailure(Objects.requireNonNull(read.failure()));
    }
    failures = 0;
    if (read.found().gap()) {
      sayGap();
    }
    if (read.found().page().entries().isEmpty() && !read.found().gap()) {
      polls = polls.quiet(services.logPace().bounds(now()));
      reports.done(read.found().page(), readBegan);
      trim();
      readAfter(PollSchedule.spread(polls.pause()));
    } else {
      mark(read.found());
    }
    return this;
  }

  private void sayGap() {
    services.statistics().gap();
    getContext()
        .getLog()
        .warn(
            "data log shard {}: trimmed at the source past our marker {}; all bucket shards that it"
                + " announces are read again",
            shard,
            watermark.position());
  }

  private void mark(LogReading<DataLogEntry> found) {
    Map<BucketShard, Instant> dirty = new LinkedHashMap<>();
    Watermark reached = found.from();
    for (DataLogEntry entry : found.page().entries()) {
      reached = reached.next(entry.position());
      if (services.selected().test(entry.shard().instance().bucket())) {
        dirty.putIfAbsent(entry.shard(), entry.timestamp());
      }
    }
    List<Change> changes = new ArrayList<>();
    if (found.gap()) {
      changes.add(new Change.AllDirty(shard, now()));
    }
    dirty.forEach((changed, since) -> changes.add(new Change.Dirty(changed, shard, since)));
    changes.add(
        new Change.LogShardMoved(LogShardState.of(LogKind.DATA, shard, "", reached, now())));
    dirty.forEach(services.lag()::isBehind);
    reports.read(found.page());
    watermark = reached;
    getContext()
        .pipeToSelf(
            services.checkpoints().save(changes),
            (saved, failure) -> new Marked(found, dirty.keySet(), failure));
  }

  private Behavior<Command> onMarked(Marked marked) {
    if (marked.failure() != null) {
      reports.failed(marked.failure());
      // What was not saved has to be read again: the shard actor starts a new reader.
      throw new IllegalStateException(
          "data log shard " + shard + ": could not save what it announced", marked.failure());
    }
    if (!marked.dirty().isEmpty()) {
      services.logPace().announced(now());
    }
    polls = PollSchedule.changed(services.logPace().bounds(now()), now());
    parent.tell(new Dirty(marked.dirty(), marked.found().gap()));
    reports.done(marked.found().page(), readBegan);
    trim();
    readAfter(marked.found().page().more() ? Duration.ZERO : polls.pause());
    return this;
  }

  private void trim() {
    trims
        .due(watermark, now())
        .ifPresent(
            upTo ->
                getContext()
                    .pipeToSelf(
                        services.trimming().dataLog(shard, upTo),
                        (done, failure) -> new Trimmed(upTo, Boolean.TRUE.equals(done), failure)));
  }

  private Behavior<Command> onTrimmed(Trimmed trimmed) {
    if (trimmed.done()) {
      trims.done(trimmed.upTo());
    }
    if (trimmed.failure() != null) {
      trims.failed(now());
      getContext()
          .getLog()
          .warn(
              "data log shard {}: could not be trimmed: {}",
              shard,
              GatewayException.reasonOf(trimmed.failure()));
    }
    return this;
  }

  private Behavior<Command> onFailure(Throwable failure) {
    failures++;
    Duration pause = services.pauseAfter(failure, failures);
    reports.failed(failure, pause, now());
    readAfter(pause);
    return this;
  }

  private void readAfter(Duration pause) {
    timers.startSingleTimer(ReadLog.INSTANCE, ReadLog.INSTANCE, pause);
  }

  private Instant now() {
    return services.clock().instant();
  }
}
