package io.gyre.app;

import io.gyre.checkpoint.CheckpointStore;
import io.gyre.config.GyreConfig;
import io.gyre.config.LimitsConfig;
import io.gyre.config.PollingConfig;
import io.gyre.config.RetryConfig;
import io.gyre.copy.KeyCopier;
import io.gyre.copy.ObjectCopier;
import io.gyre.failure.RetryPolicy;
import io.gyre.guard.DeleteGuard;
import io.gyre.log.BucketInstance;
import io.gyre.log.BucketName;
import io.gyre.log.LogTrimming;
import io.gyre.metadata.BucketReadiness;
import io.gyre.metadata.MetadataReplicator;
import io.gyre.metadata.Patience;
import io.gyre.metadata.Selection;
import io.gyre.rgw.BucketHeads;
import io.gyre.rgw.RgwChangeLog;
import io.gyre.rgw.RgwMetadataStore;
import io.gyre.rgw.RgwZone;
import io.gyre.route.LogPace;
import io.gyre.route.MetadataKey;
import io.gyre.route.MetadataSync;
import io.gyre.route.ReplicationSupervisor;
import io.gyre.route.RouteServices;
import io.gyre.route.RouteSettings;
import io.gyre.route.RouteSettings.PollBounds;
import io.gyre.route.RouteStart;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.stream.SystemMaterializer;

/** Puts the parts of a route together: which adapters, with which limits. */
final class RouteAssembly {
  private static final int WORKERS_PER_LOG_SHARD = 16;
  private static final Duration SAVE_INTERVAL = Duration.ofMillis(200);
  private static final Duration ROUND_SLICE = Duration.ofMinutes(1);
  private static final Duration LOOK_FOR_WORK = Duration.ofSeconds(10);
  private static final Duration ONCE_QUIET = Duration.ofSeconds(1);
  private static final Duration RESTART_MIN = Duration.ofSeconds(1);
  private static final Duration RESTART_MAX = Duration.ofMinutes(1);

  private final SyncRequest request;
  private final GyreConfig config;
  private final ActorSystem<?> system;
  private final SourceClients source;
  private final Destination destination;
  private final RouteParts parts;
  private final CopyLosses losses;
  private final Clock clock;
  private final ObjectCopier.Delay delay;
  private volatile Optional<ActorRef<ReplicationSupervisor.Command>> supervisor = Optional.empty();
  private volatile LogTrimming trimming = LogTrimming.NONE;
  private volatile Supplier<CompletionStage<Void>> settle =
      () -> CompletableFuture.completedFuture(null);

  RouteAssembly(
      SyncRequest request,
      ActorSystem<?> system,
      SourceClients source,
      Destination destination,
      RouteParts parts,
      Clock clock,
      ObjectCopier.Delay delay) {
    this.request = request;
    this.config = request.config();
    this.system = system;
    this.source = source;
    this.destination = destination;
    this.parts = parts;
    this.clock = clock;
    this.delay = delay;
    this.losses = new CopyLosses(parts.statistics());
  }

  /** The supervisor's behaviour, with all that it needs. */
  Behavior<ReplicationSupervisor.Command> supervisor(
      CheckpointStore store, RouteStart start, RouteStart.Plan plan) {
    RetryPolicy retries = retries(config.retry());
    Patience patience =
        new Patience(retries, delay, () -> ThreadLocalRandom.current().nextDouble());
    Executor executor = system.executionContext();
    DeleteGuard deletes =
        new DeleteGuard(
            store,
            config.limits().maxDeletePerHour().map(OptionalInt::of).orElseGet(OptionalInt::empty),
            clock);
    Destination.Parts written =
        destination.parts(source, store, deletes, patience, losses, executor);
    settle = written.settle();
    ObjectCopier copier = copier(written.keys());
    RgwZone sourceZone = new RgwZone(source.gateway());
    RouteServices services =
        new RouteServices(
            new RgwChangeLog(source.gateway()),
            trimming,
            written.listing(),
            store,
            copier,
            retries,
            metadata(written, copier, store, plan, patience),
            bucket ->
                sourceZone.bucketHeads(bucket).thenApply(heads -> heads.map(BucketHeads::heads)),
            this::isSelected,
            config.select().contents(),
            deletes,
            parts.fullPasses(),
            parts.liveRounds(),
            parts.drain(),
            parts.statistics(),
            parts.lag(),
            parts.pauses(),
            logPace(config.polling()),
            settings(),
            clock.instant(),
            clock);
    PollingConfig polling = config.polling();
    return ReplicationSupervisor.create(
        services,
        plan,
        start::run,
        new ReplicationSupervisor.Intervals(polling.sweep(), polling.metadataFullInterval()));
  }

  private ObjectCopier copier(KeyCopier keys) {
    return new ObjectCopier(
        keys,
        parts.copies(),
        retries(config.retry()),
        delay,
        () -> ThreadLocalRandom.current().nextDouble());
  }

  /** The source's logs are to be trimmed like this; before the supervisor is made. */
  void trimsWith(LogTrimming chosen) {
    trimming = chosen;
  }

  /** Buckets found from now on are told to this supervisor. */
  void discoveriesGoTo(ActorRef<ReplicationSupervisor.Command> started) {
    supervisor = Optional.of(started);
  }

  /** Leaves everything at the destination in the state that it is to have. */
  CompletionStage<Void> settle() {
    return settle.get();
  }

  private MetadataSync metadata(
      Destination.Parts written,
      ObjectCopier copier,
      CheckpointStore store,
      RouteStart.Plan plan,
      Patience patience) {
    MetadataReplicator replicator =
        new MetadataReplicator(
            new RgwMetadataStore(source.gateway()),
            written.users(),
            written.buckets(),
            store,
            written.versioning(),
            selection(config),
            (instance, shards) ->
                supervisor.ifPresent(
                    told -> told.tell(new ReplicationSupervisor.Discovered(instance, shards))),
            copier::ended,
            plan.dataShards(),
            patience,
            SystemMaterializer.get(system).materializer());
    return new MetadataSync() {
      @Override
      public CompletionStage<Void> apply(MetadataKey key) {
        return replicator.apply(key.section(), key.key());
      }

      @Override
      public CompletionStage<BucketReadiness> ready(BucketInstance instance) {
        return config.metadataOnly()
            ? CompletableFuture.completedFuture(new BucketReadiness.Unfollowed("metadata-only"))
            : replicator.ready(instance);
      }

      @Override
      public CompletionStage<Void> resume() {
        return replicator.resume();
      }

      @Override
      public int removalsUnderWay() {
        return replicator.removalsUnderWay();
      }

      @Override
      public CompletionStage<Void> fullPass() {
        return replicator.fullPass();
      }
    };
  }

  private boolean isSelected(BucketName bucket) {
    return !config.metadataOnly()
        && config.select().buckets().accepts(bucket.tenant(), bucket.name());
  }

  static Selection selection(GyreConfig config) {
    return new Selection(
        config.withUsers(),
        !config.dataOnly(),
        bucket -> config.select().buckets().accepts(bucket.tenant(), bucket.name()),
        (bucket, owner) -> config.select().buckets().accepts(bucket.tenant(), bucket.name(), owner),
        config.map().mapping(),
        uid -> config.adopt().stream().anyMatch(adopt -> adopt.coversUser(uid)),
        bucket -> config.adopt().stream().anyMatch(adopt -> adopt.coversBucket(bucket.toString())));
  }

  private RouteSettings settings() {
    LimitsConfig limits = config.limits();
    PollingConfig polling = config.polling();
    return new RouteSettings(
        limits.logPage(),
        limits.listingPage(),
        limits.objectsInFlight(),
        2 * limits.logPage(),
        WORKERS_PER_LOG_SHARD,
        SAVE_INTERVAL,
        ROUND_SLICE,
        new PollBounds(polling.bucketMin(), polling.bucketMax()),
        logPolls(polling),
        request.once() ? ONCE_QUIET : polling.dataLogWindow().multipliedBy(3).dividedBy(2),
        request.once(),
        LOOK_FOR_WORK,
        RESTART_MIN,
        RESTART_MAX);
  }

  private static PollBounds logPolls(PollingConfig polling) {
    return new PollBounds(polling.busy(), polling.idle());
  }

  private static LogPace logPace(PollingConfig polling) {
    return new LogPace(logPolls(polling), polling.active(), polling.dataLogWindow());
  }

  static RetryPolicy retries(RetryConfig retry) {
    return new RetryPolicy(
        retry.initial(),
        retry.max(),
        retry.attempts(),
        retry.parkedRetryMin(),
        retry.parkedRetryMax(),
        retry.unknownSettle());
  }
}
