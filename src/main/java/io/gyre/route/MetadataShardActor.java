package io.gyre.route;

import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.LogKind;
import io.gyre.checkpoint.LogShardState;
import io.gyre.failure.GatewayException;
import io.gyre.log.LogPage;
import io.gyre.log.LogPosition.Marker;
import io.gyre.log.LogReading;
import io.gyre.log.MetadataLogEntry;
import io.gyre.log.Watermark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;

/**
 * Follows one metadata log shard: each user, bucket or bucket instance that an entry names is
 * brought to what the source has now. The watermark moves page by page, after its effects; a page
 * that failed is worked through again, since applying twice is harmless.
 */
final class MetadataShardActor extends AbstractBehavior<MetadataShardActor.Command> {
  /** Objects of one page that are applied at once. */
  private static final int APPLIED_AT_ONCE = 4;

  /** Gateways trim their logs every 20 minutes ({@code rgw_sync_log_trim_interval}). */
  private static final Duration UNTRIMMED = Duration.ofMinutes(10);

  /**
   * After its end was read, a route that runs once owes nothing of what comes into a log; a bucket
   * that is removed while it is copied is still learnt of.
   */
  private static final Duration AFTER_ONCE = Duration.ofMinutes(1);

  /** What a metadata shard actor can be told. */
  sealed interface Command {}

  /** Tell me when the log has been read to its end by a read that began after this was asked. */
  record AwaitEnd(ActorRef<AtEnd> replyTo) implements Command {}

  /** The log was read to its end. */
  record AtEnd(int shard) {}

  private record Trimmed(Marker upTo, boolean done, @Nullable Throwable failure)
      implements Command {}

  private record Loaded(@Nullable LogShardState state, @Nullable Throwable failure)
      implements Command {}

  private enum ReadLog implements Command {
    INSTANCE
  }

  private record PageRead(@Nullable LogReading<MetadataLogEntry> found, @Nullable Throwable failure)
      implements Command {}

  private record PageApplied(@Nullable Read read, @Nullable Throwable failure) implements Command {}

  private record Read(LogPage<MetadataLogEntry> page, Watermark reached) {}

  private final int shard;
  private final String period;
  private final RouteServices services;
  private final ActorRef<Gap> parent;
  private final TimerScheduler<Command> timers;
  private final Materializer materializer;
  private final List<ActorRef<AtEnd>> waiting = new ArrayList<>();
  private List<ActorRef<AtEnd>> servedByThisRead = List.of();
  private final TrimPace trims = new TrimPace();
  private Watermark watermark = Watermark.ORIGIN;
  private PollSchedule polls;
  private Instant readBegan = Instant.EPOCH;
  private Instant knownAt = Instant.EPOCH;
  private final PollReports<MetadataLogEntry> reports;
  private int failures;
  private boolean gapTold;

  /** Entries of this log shard are missing: a full metadata pass is needed. */
  record Gap(int shard) {}

  /** An actor that begins where the checkpoint says. */
  static Behavior<Command> create(
      int shard, String period, RouteServices services, ActorRef<Gap> parent) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new MetadataShardActor(context, timers, shard, period, services, parent)));
  }

  private MetadataShardActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      int shard,
      String period,
      RouteServices services,
      ActorRef<Gap> parent) {
    super(context);
    context.setLoggerName(MetadataShardActor.class);
    this.shard = shard;
    this.period = period;
    this.services = services;
    this.parent = parent;
    this.timers = timers;
    this.materializer = Materializer.createMaterializer(context);
    this.reports =
        new PollReports<>(
            context.getLog(),
            services.lag(),
            LogKind.METADATA,
            shard,
            MetadataLogEntry::timestamp,
            entry -> entry.section() + " " + entry.key());
    this.polls = PollSchedule.changed(services.settings().logPolls(), now());
    context.pipeToSelf(
        services
            .checkpoints()
            .logShard(LogKind.METADATA, shard)
            .thenApply(
                saved ->
                    saved.orElseGet(
                        () ->
                            LogShardState.of(
                                LogKind.METADATA, shard, period, Watermark.ORIGIN, now()))),
        Loaded::new);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Loaded.class, this::onLoaded)
        .onMessage(AwaitEnd.class, this::onAwaitEnd)
        .onMessage(ReadLog.class, read -> onReadLog())
        .onMessage(PageRead.class, this::onPageRead)
        .onMessage(PageApplied.class, this::onPageApplied)
        .onMessage(Trimmed.class, this::onTrimmed)
        .build();
  }

  private Behavior<Command> onLoaded(Loaded loaded) {
    if (loaded.state() == null) {
      throw new IllegalStateException(
          "metadata log shard " + shard + ": its checkpoint cannot be read", loaded.failure());
    }
    watermark = loaded.state().watermark();
    knownAt = loaded.state().updated();
    readAfter(PollSchedule.spread(services.settings().logPolls().min()));
    return this;
  }

  private Behavior<Command> onAwaitEnd(AwaitEnd await) {
    waiting.add(await.replyTo());
    return this;
  }

  private Behavior<Command> onReadLog() {
    readBegan = now();
    servedByThisRead = List.copyOf(waiting);
    getContext()
        .pipeToSelf(
            LogReading.of(
                    watermark,
                    services.settings().logPage(),
                    MetadataLogEntry::position,
                    SourceLogs.metadata(
                        services.log(), shard, period, knownAt.isAfter(readBegan.minus(UNTRIMMED))))
                .thenApply(Optional::orElseThrow),
            PageRead::new);
    return this;
  }

  private Behavior<Command> onPageRead(PageRead read) {
    LogReading<MetadataLogEntry> found = read.found();
    if (found == null) {
      return onFailure(Objects.requireNonNull(read.failure()));
    }
    if (services.pauses().ofRoute() && !found.page().entries().isEmpty()) {
      reports.read(found.page());
      readAfter(PollSchedule.spread(services.settings().logPolls().min()));
      return this; // read again, and applied once the route is resumed
    }
    if (found.gap() && !gapTold) {
      gapTold = true;
      parent.tell(new Gap(shard));
    }
    reports.read(found.page());
    getContext().pipeToSelf(apply(found), PageApplied::new);
    return this;
  }

  private CompletionStage<Read> apply(LogReading<MetadataLogEntry> found) {
    LogPage<MetadataLogEntry> page = found.page();
    Watermark reached = found.from();
    Set<MetadataKey> keys = new LinkedHashSet<>();
    for (MetadataLogEntry entry : page.entries()) {
      reached = reached.next(entry.position());
      // Also what was only begun: a gateway that dies between a change and its last entry leaves
      // the change without one.
      keys.add(new MetadataKey(entry.section(), entry.key()));
    }
    Read read = new Read(page, reached);
    if (page.entries().isEmpty() && !found.gap()) {
      return CompletableFuture.completedFuture(read);
    }
    return Source.from(keys)
        .mapAsyncUnordered(
            APPLIED_AT_ONCE,
            key -> services.metadata().apply(key).thenApply(applied -> Done.getInstance()))
        .runWith(Sink.ignore(), materializer)
        .thenCompose(done -> services.checkpoints().save(moved(read.reached(), found.gap())))
        .thenApply(saved -> read);
  }

  /** With the watermark beyond a gap it is durable that a full pass is due. */
  private List<Change> moved(Watermark reached, boolean gap) {
    Change moved =
        new Change.LogShardMoved(LogShardState.of(LogKind.METADATA, shard, period, reached, now()));
    return gap ? Change.of(moved, RouteStart.METADATA_DUE) : Change.of(moved);
  }

  private Behavior<Command> onPageApplied(PageApplied applied) {
    Read read = applied.read();
    if (read == null) {
      return onFailure(Objects.requireNonNull(applied.failure()));
    }
    failures = 0;
    gapTold = false;
    watermark = read.reached();
    knownAt = readBegan;
    reports.done(read.page(), readBegan);
    trims
        .due(watermark, now())
        .ifPresent(
            upTo ->
                getContext()
                    .pipeToSelf(
                        services.trimming().metadataLog(shard, period, upTo),
                        (done, failure) -> new Trimmed(upTo, Boolean.TRUE.equals(done), failure)));
    boolean changed = !read.page().entries().isEmpty();
    polls =
        changed
            ? PollSchedule.changed(services.settings().logPolls(), now())
            : polls.quiet(services.settings().logPolls());
    if (!read.page().more()) {
      servedByThisRead.forEach(asked -> asked.tell(new AtEnd(shard)));
      waiting.removeAll(servedByThisRead);
    }
    Duration pause = services.settings().once() ? AFTER_ONCE : polls.pause();
    boolean more = read.page().more() || !waiting.isEmpty();
    readAfter(more ? Duration.ZERO : PollSchedule.spread(pause));
    return this;
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
              "metadata log shard {}: could not be trimmed: {}",
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
