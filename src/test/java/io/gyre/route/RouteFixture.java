package io.gyre.route;

import com.typesafe.config.ConfigFactory;
import io.gyre.checkpoint.BucketShardState;
import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.InMemoryCheckpointStore;
import io.gyre.checkpoint.LogKind;
import io.gyre.checkpoint.LogShardState;
import io.gyre.copy.FairGate;
import io.gyre.copy.ObjectCopier;
import io.gyre.copy.ZoneKeyCopier;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.failure.RetryPolicy;
import io.gyre.guard.DeleteGuard;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import io.gyre.log.ListedVersion;
import io.gyre.log.LogPosition;
import io.gyre.log.Watermark;
import io.gyre.select.Contents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ActorPath;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.Kill;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SystemMaterializer;
import scala.concurrent.ExecutionContext;

/**
 * Actors of a route among fakes, on one thread, in a time that only the test moves. After each step
 * of the test everything has happened that was going to happen.
 */
final class RouteFixture implements AutoCloseable {
  static final GatewayException REFUSED =
      new GatewayException(FailureClass.TRANSIENT, 500, "", "500 of the fake", null);

  /** A write whose answer never came. */
  static final GatewayException UNANSWERED =
      new GatewayException(FailureClass.UNKNOWN_OUTCOME, 0, "", "no answer of the fake", null);

  private static final Map<String, String> CONFIG =
      Map.of(
          "pekko.scheduler.implementation",
          ManualScheduler.class.getName(),
          "pekko.actor.internal-dispatcher",
          "pekko.actor.default-dispatcher");
  static final Duration SLICE = Duration.ofMinutes(1);
  private static final RouteSettings SETTINGS =
      new RouteSettings(
          4,
          3,
          4,
          8,
          4,
          Duration.ofMillis(100),
          SLICE,
          new RouteSettings.PollBounds(Duration.ofMillis(100), Duration.ofMillis(800)),
          new RouteSettings.PollBounds(Duration.ofMillis(200), Duration.ofMillis(1600)),
          Duration.ofSeconds(5),
          false,
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          Duration.ofSeconds(8));

  private final QuietExecutor executor = new QuietExecutor();
  private final ManualScheduler scheduler;
  final ActorTestKit kit;
  final TestClock clock = new TestClock();
  final FakeChangeLog log = new FakeChangeLog(clock);
  final InMemoryCheckpointStore checkpoints = new InMemoryCheckpointStore();
  final FakeTrimming trimming = new FakeTrimming();
  final FakeObjectStore objects = new FakeObjectStore();
  final FakeMetadataSync metadata = new FakeMetadataSync();
  final Map<BucketShard, LogPosition> heads = new LinkedHashMap<>();

  /** Buckets whose heads the source cannot tell. */
  final Set<String> headless = new HashSet<>();

  final List<ListedVersion> atDestination = new ArrayList<>();
  final RouteStatistics statistics = new RouteStatistics();
  final LagTracker lag = new LagTracker();
  final Pauses pauses = new Pauses();
  final Drain drain = new Drain();
  final RetryPolicy retries =
      new RetryPolicy(
          Duration.ofMillis(400),
          Duration.ofMillis(3200),
          3,
          Duration.ofSeconds(60),
          Duration.ofSeconds(600),
          Duration.ofSeconds(30));
  private final FairGate copies = gate(100);
  private final FairGate fullPasses = gate(100);
  private final FairGate liveRounds = gate(100);
  private final Contents contents;
  private final OptionalInt maxDeletePerHour;
  final RouteServices services;

  RouteFixture() {
    this(false);
  }

  /** Of a route that replicates only so much of each bucket. */
  RouteFixture(Contents contents) {
    this(false, contents);
  }

  /**
   * @param once whether the route ends when all is done
   */
  RouteFixture(boolean once) {
    this(once, Contents.ALL);
  }

  private RouteFixture(boolean once, Contents contents) {
    this(once, contents, OptionalInt.empty());
  }

  /** Of a route that stops buckets of which more is deleted. */
  static RouteFixture deletingAtMost(int perHour) {
    return new RouteFixture(false, Contents.ALL, OptionalInt.of(perHour));
  }

  private RouteFixture(boolean once, Contents contents, OptionalInt maxDeletePerHour) {
    this.contents = contents;
    this.maxDeletePerHour = maxDeletePerHour;
    ActorSystem<Void> system =
        ActorSystem.create(
            Behaviors.empty(),
            "route",
            ActorSystemSetup.create(
                BootstrapSetup.create(
                        ConfigFactory.parseMap(CONFIG).withFallback(ConfigFactory.load()))
                    .withDefaultExecutionContext(ExecutionContext.fromExecutor(executor))));
    kit = ActorTestKit.create(system);
    scheduler = (ManualScheduler) system.classicSystem().scheduler();
    services = services(once ? runningOnce() : SETTINGS);
  }

  private RouteServices services(RouteSettings settings) {
    return new RouteServices(
        log,
        trimming,
        (shard, after, max) ->
            CompletableFuture.completedFuture(
                Optional.of(FakeChangeLog.page(atDestination, after, max))),
        checkpoints,
        new ObjectCopier(
            new ZoneKeyCopier(objects, objects.states()), copies, retries, this::delay, () -> 0.5),
        retries,
        metadata,
        this::headsOf,
        bucket -> !bucket.name().startsWith("unselected"),
        contents,
        new DeleteGuard(checkpoints, maxDeletePerHour, clock),
        fullPasses,
        liveRounds,
        drain,
        statistics,
        lag,
        pauses,
        new LogPace(SETTINGS.logPolls(), Duration.ofMillis(800), Duration.ofSeconds(30)),
        settings,
        clock.instant(),
        clock);
  }

  private static RouteSettings runningOnce() {
    return new RouteSettings(
        SETTINGS.logPage(),
        SETTINGS.listingPage(),
        SETTINGS.keysAtOnce(),
        SETTINGS.pendingEntries(),
        SETTINGS.workersPerLogShard(),
        SETTINGS.saveInterval(),
        SETTINGS.roundSlice(),
        SETTINGS.bucketPolls(),
        SETTINGS.logPolls(),
        Duration.ofSeconds(1),
        true,
        Duration.ofMillis(500),
        SETTINGS.restartMin(),
        SETTINGS.restartMax());
  }

  private FairGate gate(int places) {
    return new FairGate(places, Long.MAX_VALUE, executor, pauses::hold);
  }

  private CompletionStage<Optional<Map<BucketShard, LogPosition>>> headsOf(BucketName bucket) {
    if (headless.contains(bucket.name())) {
      return CompletableFuture.failedFuture(REFUSED);
    }
    Map<BucketShard, LogPosition> known = new LinkedHashMap<>(heads);
    known.keySet().removeIf(shard -> !shard.instance().bucket().equals(bucket));
    return CompletableFuture.completedFuture(
        known.isEmpty() ? Optional.empty() : Optional.of(known));
  }

  CompletionStage<Void> delay(Duration pause) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    kit.system()
        .scheduler()
        .scheduleOnce(pause, () -> over.complete(null), kit.system().executionContext());
    return over;
  }

  Materializer materializer() {
    return SystemMaterializer.get(kit.system()).materializer();
  }

  <T> ActorRef<T> spawn(Behavior<T> behavior) {
    ActorRef<T> spawned = kit.spawn(behavior);
    settle();
    return spawned;
  }

  <T> void tell(ActorRef<T> actor, T message) {
    actor.tell(message);
    settle();
  }

  /** Everything that was set off happens. */
  void settle() {
    executor.awaitQuiet();
  }

  /** Time passes, with all that happens meanwhile. */
  void advance(Duration duration) {
    settle();
    Duration end = clock.elapsed().plus(duration);
    for (Optional<Duration> next = scheduler.next();
        next.isPresent() && next.get().compareTo(end) <= 0;
        next = scheduler.next()) {
      moveTo(next.get());
    }
    moveTo(end);
  }

  private void moveTo(Duration time) {
    clock.set(time);
    scheduler.moveTo(time);
    settle();
  }

  /** As an operator does; empty pauses the route. */
  void pause(Optional<BucketName> bucket) {
    pauses.pause(checkpoints, bucket, clock.instant()).toCompletableFuture().join();
    List.of(copies, fullPasses, liveRounds).forEach(FairGate::withdrawHeld);
    settle();
  }

  void resume(Optional<BucketName> bucket) {
    pauses.resume(checkpoints, bucket).toCompletableFuture().join();
    settle();
  }

  /** Kills the children of an actor whose names are like this, as a bug in them would. */
  void crashChildren(ActorRef<?> parent, String name) {
    ActorPath path = Adapter.toClassic(parent).path();
    kit.system()
        .classicSystem()
        .actorSelection(path.child(name))
        .tell(Kill.getInstance(), org.apache.pekko.actor.ActorRef.noSender());
    settle();
  }

  void save(Change... changes) {
    checkpoints.save(List.of(changes)).toCompletableFuture().join();
  }

  void savedDataLog(Watermark reached) {
    save(new Change.LogShardMoved(LogShardState.of(LogKind.DATA, 0, "", reached, clock.instant())));
  }

  LogShardState logShard(LogKind kind) {
    return checkpoints.logShard(kind, 0).toCompletableFuture().join().orElseThrow();
  }

  Optional<BucketShardState> state(BucketShard shard) {
    return checkpoints.bucketShard(shard).toCompletableFuture().join();
  }

  RouteLag lag() {
    return lag.lag(checkpoints).toCompletableFuture().join();
  }

  boolean isDirty(BucketShard shard) {
    return state(shard).flatMap(BucketShardState::dirtySince).isPresent();
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
    executor.close();
  }
}
