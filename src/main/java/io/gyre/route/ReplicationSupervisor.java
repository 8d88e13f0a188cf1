package io.gyre.route;

import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.LogKind;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketInstance;
import io.gyre.log.BucketShard;
import io.gyre.log.LogShards;
import io.gyre.log.MetadataLogState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.stream.Materializer;
import org.jspecify.annotations.Nullable;

/**
 * Runs one route: first users and buckets in full, then one actor per log shard of the source, for
 * ever. An actor that ends is started again from the checkpoint; the others do not notice.
 */
public final class ReplicationSupervisor extends AbstractBehavior<ReplicationSupervisor.Command> {
  private static final Duration RESUMED_CHECK = Duration.ofSeconds(1);
  private static final int ONCE_SWEEPS = 2;
  private static final String PERIOD_WATCH = "period";

  /** What the supervisor can be told. */
  public sealed interface Command {}

  /** A bucket is there to be followed; its bucket shards are in the checkpoint. */
  public record Discovered(BucketInstance instance, int shards) implements Command {}

  /** Tell me when every change up to the start has an outcome; only of a route that runs once. */
  public record AwaitDone(ActorRef<Done> replyTo) implements Command {}

  /** There may be work that nobody was told of. */
  public enum LookForWork implements Command {
    INSTANCE
  }

  private enum StartMetadataPass implements Command {
    INSTANCE
  }

  private record MetadataPassed(@Nullable Throwable failure) implements Command {}

  private record MetadataPassEnded(@Nullable Throwable failure) implements Command {}

  private record Resumed(@Nullable Throwable failure) implements Command {}

  private record DataShardEnded(int shard) implements Command {}

  private record MetadataShardEnded(int shard) implements Command {}

  private record StartDataShard(int shard) implements Command {}

  private record StartMetadataShard(int shard) implements Command {}

  private record MetadataGap(int shard) implements Command {}

  private record MetadataAtEnd(int shard) implements Command {}

  private record NewPeriod(RouteStart.Plan plan) implements Command {}

  private record PeriodWatchEnded() implements Command {}

  private enum StartSweep implements Command {
    INSTANCE
  }

  /** A sweep has ended, without so many buckets that could not be looked at. */
  private record Swept(int missed, @Nullable Throwable failure) implements Command {}

  private enum CheckDone implements Command {
    INSTANCE
  }

  private record Counted(@Nullable Left left, @Nullable Throwable failure) implements Command {}

  private final RouteServices services;
  private final Supplier<CompletionStage<RouteStart.Plan>> plans;
  private final Intervals intervals;
  private final TimerScheduler<Command> timers;
  private final Materializer materializer;
  private final Map<Integer, ActorRef<DataShardActor.Command>> dataShards = new HashMap<>();
  private final Map<Integer, ActorRef<MetadataShardActor.Command>> metadataShards = new HashMap<>();
  private final List<ActorRef<Done>> waitingForDone = new ArrayList<>();

  /** Whether buckets were being removed lately, whose names others may be waiting for. */
  private final Set<Integer> metadataBehind = new HashSet<>();

  private final ShardActors<Command> shardActors;
  private RouteStart.Plan plan;
  private int periods;
  private int resuming;
  private boolean passing;
  private boolean passAgain;
  private Instant passBegan = Instant.EPOCH;
  private int sweepsDone;
  private int sweepsAgain;
  private int failures;

  /**
   * How often things are done that no log asks for.
   *
   * @param sweep pause between two looks at all buckets
   * @param metadata pause between two full metadata passes of a source without a metadata log
   */
  public record Intervals(Duration sweep, Duration metadata) {}

  /** A supervisor of a route whose log heads are recorded. */
  public static Behavior<Command> create(
      RouteServices services,
      RouteStart.Plan plan,
      Supplier<CompletionStage<RouteStart.Plan>> plans,
      Intervals intervals) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new ReplicationSupervisor(context, timers, services, plan, plans, intervals)));
  }

  private ReplicationSupervisor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      RouteServices services,
      RouteStart.Plan plan,
      Supplier<CompletionStage<RouteStart.Plan>> plans,
      Intervals intervals) {
    super(context);
    context.setLoggerName(ReplicationSupervisor.class);
    this.services = services;
    this.plan = plan;
    this.plans = plans;
    this.intervals = intervals;
    this.timers = timers;
    this.materializer = Materializer.createMaterializer(context);
    this.shardActors = new ShardActors<>(context, timers, services);
    plan.metadataLog().ifPresent(this::startMetadataShards);
    if (!services.settings().once()) {
      startPeriodWatch();
    }
    if (plan.metadataDone() && plan.metadataLog().isPresent()) {
      startDataShards();
    } else {
      startMetadataPass();
    }
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Discovered.class, this::onDiscovered)
        .onMessage(AwaitDone.class, this::onAwaitDone)
        .onMessage(LookForWork.class, look -> onLookForWork())
        .onMessage(StartMetadataPass.class, start -> startMetadataPass())
        .onMessage(MetadataPassed.class, this::onMetadataPassed)
        .onMessage(MetadataPassEnded.class, this::onMetadataPassEnded)
        .onMessage(Resumed.class, this::onResumed)
        .onMessage(DataShardEnded.class, this::onDataShardEnded)
        .onMessage(MetadataShardEnded.class, this::onMetadataShardEnded)
        .onMessage(StartDataShard.class, this::onStartDataShard)
        .onMessage(StartMetadataShard.class, this::onStartMetadataShard)
        .onMessage(MetadataGap.class, this::onMetadataGap)
        .onMessage(MetadataAtEnd.class, this::onMetadataAtEnd)
        .onMessage(NewPeriod.class, this::onNewPeriod)
        .onMessage(PeriodWatchEnded.class, ended -> onPeriodWatchEnded())
        .onMessage(StartSweep.class, start -> onStartSweep())
        .onMessage(Swept.class, this::onSwept)
        .onMessage(CheckDone.class, check -> onCheckDone())
        .onMessage(Counted.class, this::onCounted)
        .build();
  }

  // Users and buckets.

  /** One pass at a time; what calls for another while one is under way, calls for one after it. */
  private Behavior<Command> startMetadataPass() {
    services.lag().comparingMetadata();
    passAgain = passing;
    if (!passing && !putOff(StartMetadataPass.INSTANCE)) {
      passing = true;
      passBegan = services.clock().instant();
      getContext()
          .pipeToSelf(
              services.metadata().fullPass(), (done, failure) -> new MetadataPassed(failure));
    }
    return this;
  }

  /** While the route is paused, it is told this again from time to time instead. */
  private boolean putOff(Command start) {
    boolean paused = services.pauses().ofRoute();
    if (paused) {
      timers.startSingleTimer(start, RESUMED_CHECK);
    }
    return paused;
  }

  private Behavior<Command> onLookForWork() {
    dataShards.values().forEach(shard -> shard.tell(DataShardActor.LookForWork.INSTANCE));
    return this;
  }

  /** A pass that has to be repeated is not recorded, lest a new start forget the repetition. */
  private Behavior<Command> onMetadataPassed(MetadataPassed passed) {
    if (passed.failure() != null || passAgain) {
      return onMetadataPassEnded(new MetadataPassEnded(passed.failure()));
    }
    getContext()
        .pipeToSelf(
            services.checkpoints().save(Change.of(plan.pass())),
            (saved, failure) -> new MetadataPassEnded(failure));
    return this;
  }

  private Behavior<Command> onMetadataPassEnded(MetadataPassEnded passed) {
    passing = false;
    if (passed.failure() != null) {
      failures++;
      Duration pause = services.pauseAfter(passed.failure(), failures);
      getContext()
          .getLog()
          .warn(
              "users and buckets: the full pass failed, again in {} ms: {}",
              pause.toMillis(),
              GatewayException.reasonOf(passed.failure()));
      timers.startSingleTimer(StartMetadataPass.INSTANCE, pause);
      return this;
    }
    failures = 0;
    services.lag().comparedMetadata(passBegan);
    if (passAgain) {
      startMetadataPass();
    } else if (plan.metadataLog().isEmpty()) {
      timers.startSingleTimer(StartMetadataPass.INSTANCE, intervals.metadata());
    }
    if (dataShards.isEmpty()) {
      startDataShards();
    }
    return this;
  }

  private Behavior<Command> onMetadataGap(MetadataGap gap) {
    services.statistics().gap();
    getContext()
        .getLog()
        .warn(
            "metadata log shard {}: trimmed at the source past our marker; all users and buckets are"
                + " compared again",
            gap.shard());
    startMetadataPass();
    return this;
  }

  private void startMetadataShards(MetadataLogState log) {
    services.lag().follow(LogKind.METADATA, log.shards());
    for (int shard = 0; shard < log.shards(); shard++) {
      metadataBehind.add(shard);
      startMetadataShard(shard);
    }
  }

  private Behavior<Command> onStartMetadataShard(StartMetadataShard start) {
    startMetadataShard(start.shard());
    return this;
  }

  private void startMetadataShard(int shard) {
    ActorRef<MetadataShardActor.Gap> gaps =
        getContext()
            .messageAdapter(MetadataShardActor.Gap.class, gap -> new MetadataGap(gap.shard()));
    ActorRef<MetadataShardActor.AtEnd> ends =
        getContext()
            .messageAdapter(MetadataShardActor.AtEnd.class, end -> new MetadataAtEnd(end.shard()));
    ActorRef<MetadataShardActor.Command> actor =
        shardActors.start(
            MetadataShardActor.Command.class,
            MetadataShardActor.create(shard, period(), services, gaps),
            metadataName(shard),
            new MetadataShardEnded(shard));
    metadataShards.put(shard, actor);
    actor.tell(new MetadataShardActor.AwaitEnd(ends));
  }

  private String period() {
    return plan.metadataLog().map(MetadataLogState::period).orElse("");
  }

  private Behavior<Command> onMetadataShardEnded(MetadataShardEnded ended) {
    shardActors.startAgain(metadataName(ended.shard()), new StartMetadataShard(ended.shard()));
    return this;
  }

  private void startPeriodWatch() {
    ActorRef<PeriodWatch.NewPeriod> told =
        getContext()
            .messageAdapter(PeriodWatch.NewPeriod.class, found -> new NewPeriod(found.plan()));
    shardActors.start(
        PeriodWatch.Command.class,
        PeriodWatch.create(services, plan.metadataLog(), plans, told),
        PERIOD_WATCH,
        new PeriodWatchEnded());
  }

  private Behavior<Command> onPeriodWatchEnded() {
    startPeriodWatch();
    return this;
  }

  /** The heads of its metadata log are recorded; the old one says no more. */
  private Behavior<Command> onNewPeriod(NewPeriod found) {
    // Those that wait to be started again would be started besides their successors.
    metadataShards.keySet().forEach(shard -> timers.cancel(metadataName(shard)));
    metadataShards.values().forEach(getContext()::unwatch);
    metadataShards.values().forEach(getContext()::stop);
    metadataShards.clear();
    metadataBehind.clear();
    services.lag().follow(LogKind.METADATA, 0);
    plan = found.plan();
    periods++;
    plan.metadataLog().ifPresent(this::startMetadataShards);
    startMetadataPass();
    return this;
  }

  private Behavior<Command> onMetadataAtEnd(MetadataAtEnd end) {
    metadataBehind.remove(end.shard());
    return this;
  }

  // Bucket shards.

  private void startDataShards() {
    boolean held = services.pauses().ofRoute();
    if (!held) {
      resumeMetadata();
    }
    services.lag().follow(LogKind.DATA, services.settings().once() ? 0 : plan.dataShards());
    for (int shard = 0; shard < plan.dataShards(); shard++) {
      startDataShard(shard);
    }
    if (services.settings().once()) {
      timers.startSingleTimer(CheckDone.INSTANCE, Left.LOOK);
      startSweep();
    } else {
      // Under another configuration, what was left out before may be to be copied now.
      timers.startSingleTimer(
          StartSweep.INSTANCE, plan.metadataDone() && !held ? intervals.sweep() : Duration.ZERO);
    }
  }

  private void resumeMetadata() {
    resuming++;
    getContext().pipeToSelf(services.metadata().resume(), (done, failure) -> new Resumed(failure));
  }

  private Behavior<Command> onResumed(Resumed resumed) {
    resuming--;
    if (resumed.failure() != null) {
      getContext()
          .getLog()
          .warn("what was left undone could not be read: {}", resumed.failure().toString());
    }
    return this;
  }

  private Behavior<Command> onStartDataShard(StartDataShard start) {
    startDataShard(start.shard());
    return this;
  }

  private void startDataShard(int shard) {
    ActorRef<DataShardActor.Command> actor =
        shardActors.start(
            DataShardActor.Command.class,
            DataShardActor.create(shard, services),
            dataName(shard),
            new DataShardEnded(shard));
    dataShards.put(shard, actor);
  }

  private Behavior<Command> onDataShardEnded(DataShardEnded ended) {
    shardActors.startAgain(dataName(ended.shard()), new StartDataShard(ended.shard()));
    return this;
  }

  private Behavior<Command> onDiscovered(Discovered discovered) {
    Set<Integer> told = new HashSet<>();
    for (BucketShard shard : BucketShard.all(discovered.instance(), discovered.shards())) {
      int logShard = LogShards.data(shard, plan.dataShards());
      if (told.add(logShard) && dataShards.containsKey(logShard)) {
        dataShard(logShard).tell(DataShardActor.LookForWork.INSTANCE);
      }
    }
    return this;
  }

  private ActorRef<DataShardActor.Command> dataShard(int logShard) {
    return Objects.requireNonNull(dataShards.get(logShard));
  }

  // Actors of log shards.

  private static String dataName(int shard) {
    return "d-" + shard;
  }

  private String metadataName(int shard) {
    return periods == 0 ? "m-" + shard : "m-" + shard + "-" + periods;
  }

  // What no log announced.

  private Behavior<Command> onStartSweep() {
    if (putOff(StartSweep.INSTANCE)) {
      return this;
    }
    resumeMetadata();
    startSweep();
    return this;
  }

  private void startSweep() {
    List<ActorRef<DataShardActor.Command>> actors = new ArrayList<>();
    for (int shard = 0; shard < plan.dataShards(); shard++) {
      actors.add(dataShard(shard));
    }
    getContext()
        .pipeToSelf(
            new Sweep(services, materializer).run(actors),
            (missed, failure) -> new Swept(missed == null ? 0 : missed, failure));
  }

  private Behavior<Command> onSwept(Swept swept) {
    if (swept.failure() != null) {
      String reason = GatewayException.reasonOf(swept.failure());
      getContext().getLog().warn("sweep of all buckets: {}", reason);
    } else if (swept.missed() > 0 && sweepsAgain < services.retries().attempts()) {
      sweepsAgain++; // counts only where a route runs once: no other will look at them
    } else {
      sweepsDone++;
    }
    if (!services.settings().once()) {
      timers.startSingleTimer(StartSweep.INSTANCE, intervals.sweep());
    } else if (sweepsDone < ONCE_SWEEPS) {
      timers.startSingleTimer(StartSweep.INSTANCE, services.settings().quietAfter());
    }
    return this;
  }

  // The end of a route that runs once.

  private Behavior<Command> onAwaitDone(AwaitDone await) {
    waitingForDone.add(await.replyTo());
    return this;
  }

  private Behavior<Command> onCheckDone() {
    boolean metadataDone =
        resuming == 0
            && !passing
            && failures == 0
            && metadataBehind.isEmpty()
            && services.metadata().removalsUnderWay() == 0;
    if (metadataDone && sweepsDone >= ONCE_SWEEPS) {
      getContext().pipeToSelf(Left.count(services, services.began()), Counted::new);
    } else {
      timers.startSingleTimer(CheckDone.INSTANCE, Left.LOOK);
    }
    return this;
  }

  private Behavior<Command> onCounted(Counted counted) {
    Left left = counted.left();
    timers.startSingleTimer(CheckDone.INSTANCE, left == null ? Left.LOOK : left.nextLook());
    if (left != null && left.nothing()) {
      waitingForDone.forEach(waiting -> waiting.tell(Done.getInstance()));
      waitingForDone.clear();
    }
    return this;
  }
}
