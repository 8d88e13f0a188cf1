package io.gyre.app;

import io.gyre.checkpoint.CheckpointException;
import io.gyre.checkpoint.CheckpointStore;
import io.gyre.checkpoint.JdbcCheckpointStore;
import io.gyre.checkpoint.RouteIdentity;
import io.gyre.config.DestinationType;
import io.gyre.config.GyreConfig;
import io.gyre.config.ZoneConfig;
import io.gyre.failure.GatewayException;
import io.gyre.failure.Retrying;
import io.gyre.lease.WriteFence;
import io.gyre.metadata.ZoneFacts;
import io.gyre.ops.OpsServer;
import io.gyre.ops.Stage;
import io.gyre.rgw.GatewayClient;
import io.gyre.rgw.RgwChangeLog;
import io.gyre.rgw.RgwLogTrimming;
import io.gyre.rgw.RgwZone;
import io.gyre.route.ReplicationSupervisor;
import io.gyre.route.Rescan;
import io.gyre.route.RouteStart;
import io.gyre.s3.EndpointRotation;
import io.gyre.s3.S3Client;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.stream.SystemMaterializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a route, from asking both ends who they are to the last save. */
final class Replication {
  private static final Logger LOG = LoggerFactory.getLogger(Replication.class);
  private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(5);
  private static final Duration START_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration FOREVER = Duration.ofDays(20);

  /** Both ends, as they have said who they are. */
  record Route(ZoneFacts source, Destination.Identity destination) {}

  private final SyncRequest request;
  private final GyreConfig config;
  private final ActorSystem<Guardian.Command> system;
  private final SourceClients source;
  private final Destination destination;
  private final ObjectClients clients;
  private final ExecutorService blocking =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "checkpoint-open");
            thread.setDaemon(true);
            return thread;
          });
  private final Clock clock = Clock.systemUTC();
  private final Optional<Instant> giveUpAt;
  private final WriteFence fence = WriteFence.shut();
  private final RouteParts parts;
  private final OpsServer ops;
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private volatile Optional<CheckpointStore> checkpoints = Optional.empty();
  private volatile Optional<RouteLease> lease = Optional.empty();
  private volatile Optional<RouteAssembly> route = Optional.empty();
  private volatile Optional<Cancellable> ticks = Optional.empty();
  private final FileLimit fileLimit;
  private final boolean onTerminal;

  Replication(SyncRequest request) {
    this(request, false);
  }

  /**
   * As above.
   *
   * @param onTerminal whether a terminal may be drawn on, on which nobody else writes
   */
  Replication(SyncRequest request, boolean onTerminal) {
    this.request = request;
    this.onTerminal = onTerminal;
    this.config = request.config();
    this.giveUpAt = request.giveUpAfter().map(clock.instant()::plus);
    this.system = ActorSystem.create(Guardian.create(this::broken), "gyre");
    this.parts = RouteParts.of(config.limits(), system.executionContext());
    this.clients = new ObjectClients(config, clock, parts.bandwidth());
    GatewayClient gateway = gateway("source", config.source(), WriteFence.open());
    this.source =
        new SourceClients(gateway, clients.source(gateway.endpoints(), WriteFence.open()));
    this.destination = destination();
    this.ops = new OpsServer(config.ops(), system, Version.number(), config.state(), clock);
    this.fileLimit =
        new FileLimit(2 * (config.limits().connections() + GatewayClient.MAX_CONNECTIONS));
  }

  private Destination destination() {
    ZoneConfig end = config.destination().end();
    if (config.destination().type() == DestinationType.S3) {
      EndpointRotation endpoints = new EndpointRotation(end.endpoints(), clock);
      return new StoreDestination(
          config,
          store(clients.destination(endpoints, fence)),
          store(clients.destination(endpoints, WriteFence.open())),
          parts.statistics(),
          clock);
    }
    GatewayClient gateway = gateway("destination", end, fence);
    return new ZoneDestination(
        config, gateway, clients.destination(gateway.endpoints(), fence), clock);
  }

  private S3Client store(S3Client client) {
    return config.destination().quirks().pathStyle() ? client : client.withBucketsInHost();
  }

  private GatewayClient gateway(String end, ZoneConfig zone, WriteFence ofEnd) {
    return GatewayClient.guarded(
        system.classicSystem(), end, zone, config.timeouts(), clock, ofEnd);
  }

  /** Runs the route; completes with an exit code once everything is saved and closed. */
  CompletionStage<Integer> run() {
    fileLimit.tooLow().ifPresent(LOG::warn);
    ops.listen();
    Ends ends = new Ends(config, this::delay, giveUpAt);
    ends.source(source.gateway())
        .thenCombine(destination.identify(ends), Route::new)
        .thenCompose(
            route -> {
              Logs.route(route.source().zoneName() + " -> " + route.destination().name());
              destination.begin(route.source());
              source.gateway().serves(route.source());
              return open(route)
                  .thenCompose(store -> PausedStart.load(parts.pauses(), store, request.once()))
                  .thenCompose(store -> lease(route, store))
                  .thenCompose(store -> start(route, store));
            })
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                exit.complete(report(GatewayException.unwrap(failure)));
              }
            });
    return exit.thenCompose(this::close);
  }

  /**
   * Stops reading, finishes and saves what is under way. What was to run once and is not done has
   * not made the zones equal.
   */
  CompletionStage<Integer> stop() {
    LOG.info("told to stop: what is being copied is finished and saved");
    exit.complete(request.once() ? ExitCode.DIFFERENCES : ExitCode.DONE);
    return closed;
  }

  /** Without its supervisor the process would live on and do nothing. */
  private void broken(Throwable failure) {
    LOG.error("the supervisor of the route ended by a bug; start Gyre again", failure);
    exit.complete(ExitCode.BUG);
  }

  private final CompletableFuture<Integer> closed = new CompletableFuture<>();

  private CompletionStage<CheckpointStore> open(Route ends) {
    ops.is(Stage.OPENING);
    RouteIdentity route = new RouteIdentity(ends.source().zoneId(), ends.destination().id());
    return CompletableFuture.supplyAsync(
        () -> {
          CheckpointStore store = JdbcCheckpointStore.open(config.state(), route);
          checkpoints = Optional.of(store);
          return store;
        },
        blocking);
  }

  private CompletionStage<CheckpointStore> lease(Route ends, CheckpointStore store) {
    ops.is(Stage.WAITING_FOR_LEASE);
    RouteLease ours =
        new RouteLease(
            config, destination, ends.source(), ends.destination().name(), system, clock, fence);
    lease = Optional.of(ours);
    ours.taken()
        .whenComplete(
            (never, takenByAnother) -> {
              if (takenByAnother != null) {
                exit.complete(report(GatewayException.unwrap(takenByAnother)));
              }
            });
    return ours.hold(store, giveUpAt).thenApply(held -> store);
  }

  private CompletionStage<Done> start(Route ends, CheckpointStore store) {
    ops.is(Stage.STARTING);
    RouteStart start =
        new RouteStart(
            new RgwChangeLog(source.gateway()),
            store,
            config.select()
                + " "
                + config.map()
                + " "
                + config.adopt()
                + (config.metadataOnly() ? " metadata-only" : "")
                + (config.dataOnly() ? " data-only" : ""),
            clock,
            SystemMaterializer.get(system).materializer(),
            retrying());
    return destination
        .check()
        .thenCompose(checked -> PlacesAtStart.check(request, store, source, retrying(), system))
        .thenCompose(checked -> announceFirst(store))
        .thenCompose(announced -> Rescanning.begin(store, request, clock))
        .thenCompose(begun -> start.run())
        .thenCompose(
            plan -> {
              announce(ends, plan);
              RouteAssembly assembly =
                  new RouteAssembly(
                      request, system, source, destination, parts, clock, this::delay);
              route = Optional.of(assembly);
              if (config.trim()) {
                RgwZone zone = new RgwZone(source.gateway());
                RgwLogTrimming trims = new RgwLogTrimming(source.gateway());
                assembly.trimsWith(
                    new SourceTrimming(zone::period, trims, ends.source().zoneId(), clock));
              }
              return spawn(assembly, ends, store, start, plan);
            });
  }

  private CompletionStage<Void> announceFirst(CheckpointStore store) {
    return FirstCopy.announce(
        store, () -> destination.preflight(source, SystemMaterializer.get(system).materializer()));
  }

  private Retrying retrying() {
    return new Retrying(
        RouteAssembly.retries(config.retry()),
        this::delay,
        () -> ThreadLocalRandom.current().nextDouble(),
        () -> giveUpAt.filter(clock.instant()::isAfter).isEmpty());
  }

  private CompletionStage<Done> spawn(
      RouteAssembly assembly,
      Route ends,
      CheckpointStore store,
      RouteStart start,
      RouteStart.Plan plan) {
    CompletionStage<ActorRef<ReplicationSupervisor.Command>> supervisor =
        AskPattern.ask(
            system,
            replyTo -> new Guardian.StartRoute(assembly.supervisor(store, start, plan), replyTo),
            START_TIMEOUT,
            system.scheduler());
    return supervisor.thenApply(
        started -> {
          assembly.discoveriesGoTo(started);
          parts.statistics().answered(clock.instant()); // both ends have, or there were no route
          ops.runs(
              Operations.of(
                  ends,
                  parts,
                  source,
                  destination,
                  fence,
                  new RouteControls(parts, store, started, config.limits(), clock)));
          startTicks(store);
          examine();
          if (request.once()) {
            awaitDone(started, store);
          }
          return Done.getInstance();
        });
  }

  private void announce(Route ends, RouteStart.Plan plan) {
    LOG.info(
        "route {} -> {}: {} data log shards, {} metadata log shards",
        ends.source().zoneName(),
        ends.destination().name(),
        plan.dataShards(),
        plan.metadataLog().map(log -> log.shards()).orElse(0));
    if (plan.metadataLog().isEmpty()) {
      LOG.warn(
          "source: no metadata log, so users and buckets are compared in full every {} s. It is"
              + " written by the metadata master of a realm whose zonegroup has two zones, with"
              + " rgw_run_sync_thread = true",
          config.polling().metadataFullInterval().toSeconds());
    }
  }

  private void examine() {
    if (!request.once() && !config.ops().listen().isNone()) {
      Examiner made = new Examiner(new Doctor(config, clock), clock, ops, system, blocking);
      examiner = Optional.of(made);
      made.start();
    }
  }

  private void awaitDone(
      ActorRef<ReplicationSupervisor.Command> supervisor, CheckpointStore store) {
    CompletionStage<Done> done =
        AskPattern.ask(
            supervisor, ReplicationSupervisor.AwaitDone::new, FOREVER, system.scheduler());
    done.thenCompose(
            caughtUp ->
                store
                    .countParked()
                    .thenCombine(store.countRefused(), Integer::sum)
                    .thenCombine(store.facts(), (left, facts) -> end(left, Rescan.isDue(facts))))
        .whenComplete((code, failure) -> exit.complete(failure == null ? code : report(failure)));
  }

  private static int end(int different, boolean rescanIsDue) {
    LOG.info("every change up to the start has its outcome; parked or refused: {}", different);
    if (rescanIsDue) {
      LOG.warn(
          "'select' has changed, and what was copied or left out before is as it was: only 'gyre"
              + " sync --rescan' makes both zones equal");
    }
    return different == 0 && !rescanIsDue ? ExitCode.DONE : ExitCode.DIFFERENCES;
  }

  private void startTicks(CheckpointStore store) {
    if (onTerminal) {
      live = LiveView.where(request.output(), System.getenv(), ops, clock);
    }
    live.ifPresent(view -> view.start(system.scheduler(), system.executionContext(), blocking));
    Progress progress = new Progress(request.output(), System.out, clock.instant());
    ticks =
        Optional.of(
            system
                .scheduler()
                .scheduleWithFixedDelay(
                    PROGRESS_INTERVAL,
                    PROGRESS_INTERVAL,
                    () -> tick(progress, store),
                    system.executionContext()));
    lastLine = Optional.of(progress);
  }

  private volatile Optional<Progress> lastLine = Optional.empty();
  private volatile Optional<LiveView> live = Optional.empty();
  private volatile Optional<Examiner> examiner = Optional.empty();

  private void tick(Progress progress, CheckpointStore store) {
    if (live.isEmpty()) {
      print(progress, store)
          .exceptionally(
              failure -> {
                LOG.warn("progress: {}", failure.getMessage());
                return null;
              });
    }
    fileLimit.shortage().ifPresent(LOG::warn);
    giveUpIfSilent();
  }

  private void giveUpIfSilent() {
    Instant last = parts.statistics().lastAnswer();
    request
        .giveUpAfter()
        .filter(patience -> last.plus(patience).isBefore(clock.instant()))
        .ifPresent(
            patience ->
                new RgwZone(source.gateway())
                    .describe()
                    .thenCombine(destination.answers(), (here, there) -> here)
                    .whenComplete((reached, failure) -> probed(patience, failure)));
  }

  /** One large object may take longer than the patience, so silence alone proves nothing. */
  private void probed(Duration patience, @Nullable Throwable failure) {
    if (failure == null) {
      parts.statistics().answered(clock.instant());
    } else {
      LOG.error(
          "nothing could be done for {} s: giving up: {}",
          patience.toSeconds(),
          GatewayException.unwrap(failure).getMessage());
      exit.complete(ExitCode.UNREACHABLE);
    }
  }

  private CompletionStage<Integer> close(int code) {
    ticks.ifPresent(Cancellable::cancel);
    live.ifPresent(LiveView::close);
    examiner.ifPresent(Examiner::stop);
    ops.is(Stage.STOPPING);
    CompletableFuture<Void> drained = parts.drain().begin().toCompletableFuture().copy();
    return drained
        .thenCompose(done -> settle())
        .toCompletableFuture()
        .completeOnTimeout(null, config.timeouts().drain().toMillis(), TimeUnit.MILLISECONDS)
        .thenCompose(done -> stopActors())
        .thenCompose(
            done -> checkpoints.map(this::lastTick).orElse(CompletableFuture.completedStage(null)))
        .thenCompose(
            done -> lease.map(RouteLease::release).orElse(CompletableFuture.completedStage(null)))
        .thenCompose(released -> ops.close())
        .thenRun(system::terminate)
        .thenCompose(terminating -> system.getWhenTerminated())
        .thenRunAsync(() -> checkpoints.ifPresent(CheckpointStore::close), blocking)
        .thenRun(clients::close)
        .handle(
            (terminated, failure) -> {
              if (failure != null) {
                LOG.error("the end of the route was not orderly", failure);
              }
              blocking.shutdown();
              closed.complete(code);
              return code;
            });
  }

  /** What cannot be done now is recorded, and done at the next start. */
  private CompletionStage<Void> settle() {
    return route
        .map(RouteAssembly::settle)
        .orElseGet(() -> CompletableFuture.completedFuture(null))
        .exceptionally(
            failure -> {
              LOG.warn(
                  "destination: the versioning state of a bucket, or whether a user may write, is"
                      + " left other than at the source until the next start: {}",
                  GatewayException.unwrap(failure).getMessage());
              return null;
            });
  }

  /** Before the checkpoint is closed, so that none of them meets it closed. */
  private CompletionStage<Done> stopActors() {
    CompletionStage<Done> stopped =
        AskPattern.ask(system, Guardian.StopRoute::new, STOP_TIMEOUT, system.scheduler());
    return stopped.exceptionally(
        failure -> {
          LOG.warn("the route's actors did not end within {} s", STOP_TIMEOUT.toSeconds());
          return Done.getInstance();
        });
  }

  private CompletionStage<Void> lastTick(CheckpointStore store) {
    return lastLine
        .map(line -> print(line, store))
        .orElseGet(() -> CompletableFuture.completedStage(null));
  }

  private CompletionStage<Void> print(Progress progress, CheckpointStore store) {
    return store
        .countParked()
        .thenAcceptBoth(
            parts.lag().lag(store),
            (parked, lag) ->
                progress.print(parts.statistics().snapshot(), lag, parked, clock.instant()));
  }

  private int report(Throwable failure) {
    if (failure instanceof RouteRefused refused) {
      LOG.error("{}", refused.getMessage());
      return refused.exitCode();
    }
    if (failure instanceof CheckpointException) {
      LOG.error("{}", failure.getMessage());
      return ExitCode.CONFIGURATION;
    }
    if (failure instanceof GatewayException) {
      LOG.error("{}", failure.getMessage());
      return ExitCode.UNREACHABLE;
    }
    LOG.error("the route ended by a bug", failure);
    return ExitCode.BUG;
  }

  private CompletionStage<Void> delay(Duration time) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    system.scheduler().scheduleOnce(time, () -> over.complete(null), system.executionContext());
    return over;
  }
}
