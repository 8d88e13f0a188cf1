package io.gyre.route;

import io.gyre.checkpoint.BucketShardState;
import io.gyre.checkpoint.Change;
import io.gyre.failure.GatewayException;
import io.gyre.failure.LogSubject;
import io.gyre.log.BucketShard;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Follows one data log shard. An entry's outcome is "this bucket shard is durably marked dirty", so
 * the watermark never waits for a bucket; working on what is dirty is the business of {@link
 * BucketWorker}s, which this actor starts as there is room. What waits for room waits in the
 * checkpoint, not in memory.
 */
final class DataShardActor extends AbstractBehavior<DataShardActor.Command> {

  /** What a data shard actor can be told. */
  sealed interface Command {}

  /** Bucket shards of this log shard may have something to do; their state is in the checkpoint. */
  enum LookForWork implements Command {
    INSTANCE
  }

  /** Changes of a bucket shard were found by other means than the data log. */
  record Announce(BucketShard shard, Instant since) implements Command {}

  private enum NextTurn implements Command {
    INSTANCE
  }

  private enum StartReader implements Command {
    INSTANCE
  }

  private enum ReaderEnded implements Command {
    INSTANCE
  }

  private record Announced(DataLogReader.Dirty dirty) implements Command {}

  private record Marked(Set<BucketShard> shards, @Nullable Throwable failure) implements Command {}

  private record WorkFound(
      boolean full, @Nullable List<BucketShardState> work, @Nullable Throwable failure)
      implements Command {}

  private record WorkerEnded(BucketShard shard, ActorRef<BucketWorker.Command> worker)
      implements Command {}

  private record WorkerRested(BucketShard shard, ActorRef<BucketWorker.Command> worker)
      implements Command {}

  private record Reported(BucketWorker.Report report) implements Command {}

  private record Cleaned(BucketWorker.Idle idle, @Nullable Throwable failure) implements Command {}

  private record Held(BucketWorker.Held worker, @Nullable Throwable failure) implements Command {}

  private record MadeRoom(BucketWorker.GaveWay worker, @Nullable Throwable failure)
      implements Command {}

  /**
   * How long one keeps its place at least while others wait for one: so often its log is read at
   * most. What gave up its place is not done yet, and comes to rest in a later turn.
   */
  static final Duration TURN = Duration.ofSeconds(1);

  private final int shard;
  private final RouteServices services;
  private final TimerScheduler<Command> timers;
  private final ActorRef<BucketWorker.Report> reports;
  private final ActorRef<DataLogReader.Dirty> announced;
  private final Map<BucketShard, ActiveWorker> active = new HashMap<>();
  private final LastHeard lastHeard = new LastHeard();
  private final Restarts<BucketShard> workerRestarts;
  private final Restarts<Integer> readerRestarts;
  private int searches;
  private boolean searchAgain;

  /** An actor that begins where the checkpoint says. */
  static Behavior<Command> create(int shard, RouteServices services) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new DataShardActor(context, timers, shard, services)));
  }

  private DataShardActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      int shard,
      RouteServices services) {
    super(context);
    context.setLoggerName(DataShardActor.class);
    this.shard = shard;
    this.services = services;
    this.timers = timers;
    this.reports = context.messageAdapter(BucketWorker.Report.class, Reported::new);
    this.announced = context.messageAdapter(DataLogReader.Dirty.class, Announced::new);
    this.workerRestarts = services.settings().restarts();
    this.readerRestarts = services.settings().restarts();
    timers.startTimerWithFixedDelay(LookForWork.INSTANCE, services.settings().lookForWork());
    if (!services.settings().once()) {
      startReader();
    }
    lookForWork();
  }

  private void startReader() {
    ActorRef<DataLogReader.Command> reader =
        getContext()
            .spawnAnonymous(
                Behaviors.withMdc(
                    DataLogReader.Command.class,
                    Map.of(LogSubject.SHARD, "d-" + shard),
                    DataLogReader.create(shard, services, announced)));
    getContext().watchWith(reader, ReaderEnded.INSTANCE);
    readerRestarts.started(shard, now());
  }

  private Behavior<Command> onReaderEnded() {
    Duration pause = readerRestarts.ended(shard, now());
    getContext()
        .getLog()
        .warn(
            "data log shard {}: its reader ended; another begins from the checkpoint in {} ms",
            shard,
            pause.toMillis());
    timers.startSingleTimer(StartReader.INSTANCE, pause);
    return this;
  }

  private Behavior<Command> onStartReader() {
    startReader();
    return this;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(StartReader.class, start -> onStartReader())
        .onMessage(ReaderEnded.class, ended -> onReaderEnded())
        .onMessage(Announced.class, this::onAnnounced)
        .onMessage(Marked.class, this::onMarked)
        .onMessage(Announce.class, this::onAnnounce)
        .onMessage(LookForWork.class, look -> onLookForWork())
        .onMessage(NextTurn.class, next -> onLookForWork())
        .onMessage(WorkFound.class, this::onWorkFound)
        .onMessage(Reported.class, this::onReported)
        .onMessage(Cleaned.class, this::onCleaned)
        .onMessage(MadeRoom.class, this::onMadeRoom)
        .onMessage(Held.class, this::onHeld)
        .onMessage(WorkerEnded.class, this::onWorkerEnded)
        .onMessage(WorkerRested.class, this::onWorkerRested)
        .build();
  }

  private Behavior<Command> onAnnounce(Announce announce) {
    services.lag().isBehind(announce.shard(), announce.since());
    tellTheirWorkers(Set.of(announce.shard()));
    lastHeard.announced(Set.of(announce.shard()), now());
    mark(Set.of(announce.shard()), announce.since());
    return this;
  }

  /**
   * The reader has marked them, but the mark of one that nobody works on may have been removed
   * between that and this, by a worker that had not heard of the change: it is set again.
   */
  private Behavior<Command> onAnnounced(Announced announced) {
    DataLogReader.Dirty dirty = announced.dirty();
    if (dirty.all()) {
      active.keySet().forEach(one -> services.lag().isBehind(one, now()));
      active.values().forEach(DataShardActor::tellChanged);
      lastHeard.forgetAll();
      lookForWork();
    } else {
      tellTheirWorkers(dirty.shards());
      lastHeard.announced(dirty.shards(), now());
    }
    Set<BucketShard> idle = new HashSet<>(dirty.shards());
    idle.removeAll(active.keySet());
    if (!idle.isEmpty()) {
      mark(idle, now());
    }
    return this;
  }

  private void mark(Set<BucketShard> changed, Instant since) {
    List<Change> marks = new ArrayList<>();
    changed.forEach(one -> marks.add(new Change.Dirty(one, shard, since)));
    getContext()
        .pipeToSelf(
            services.checkpoints().save(marks), (saved, failure) -> new Marked(changed, failure));
  }

  private Behavior<Command> onMarked(Marked marked) {
    if (marked.failure() != null) {
      getContext()
          .getLog()
          .warn(
              "data log shard {}: {} changed bucket shards could not be marked: {}",
              shard,
              marked.shards().size(),
              GatewayException.reasonOf(marked.failure()));
      return this;
    }
    tellTheirWorkers(marked.shards());
    return active.keySet().containsAll(marked.shards()) ? this : onLookForWork();
  }

  private void tellTheirWorkers(Set<BucketShard> changed) {
    for (BucketShard one : changed) {
      ActiveWorker known = active.get(one);
      if (known != null) {
        tellChanged(known);
      }
    }
  }

  private static void tellChanged(ActiveWorker known) {
    known.changes++;
    known.worker.tell(BucketWorker.Changed.INSTANCE);
  }

  private Behavior<Command> onLookForWork() {
    lookForWork();
    boolean paused = services.pauses().ofRoute();
    if (!paused && searches == 0 && active.size() >= services.settings().workersPerLogShard()) {
      search(false, active.size()); // does any of them wait?
    }
    return this;
  }

  /** Full passes may take half of the room, so that live changes always find some. */
  private void lookForWork() {
    int room = services.settings().workersPerLogShard() - active.size();
    long full = active.values().stream().filter(at -> at.full).count();
    int roomForFull = (int) Math.min(room, services.settings().workersPerLogShard() / 2 - full);
    searchAgain = searches > 0;
    if (searches > 0 || room <= 0 || services.pauses().ofRoute()) {
      return;
    }
    search(false, room);
    if (roomForFull > 0) {
      search(true, roomForFull);
    }
  }

  private void search(boolean full, int max) {
    searches++;
    CompletionStage<List<BucketShardState>> work =
        services.checkpoints().work(shard, full, now(), Set.copyOf(active.keySet()), max);
    getContext().pipeToSelf(work, (found, failure) -> new WorkFound(full, found, failure));
  }

  private Behavior<Command> onWorkFound(WorkFound found) {
    searches--;
    if (found.work() == null) {
      getContext().getLog().warn("data log shard {}: {}", shard, String.valueOf(found.failure()));
    } else {
      startAndMakeRoom(found.full(), found.work());
    }
    if (searchAgain && searches == 0) {
      lookForWork();
    }
    return this;
  }

  private void startAndMakeRoom(boolean full, List<BucketShardState> work) {
    int before = active.size();
    startWorkers(work);
    long waiting = work.stream().filter(state -> !active.containsKey(state.shard())).count();
    boolean room = active.size() < services.settings().workersPerLogShard();
    if (full || room || services.settings().once()) {
      return; // in a route that ends, each of them comes to rest
    }
    if (waiting > 0) {
      askToGiveWay(waiting);
    }
    if (waiting > 0 || active.size() > before) {
      timers.startSingleTimer(NextTurn.INSTANCE, TURN); // more may wait
    }
  }

  private void startWorkers(List<BucketShardState> work) {
    for (BucketShardState state : work) {
      if (active.size() < services.settings().workersPerLogShard()) {
        active.computeIfAbsent(state.shard(), changed -> start(state));
      }
    }
  }

  /** Those that have had their turn; a full pass goes on to its end. */
  private void askToGiveWay(long wanted) {
    Instant latest = now().minus(TURN);
    active.values().stream()
        .filter(at -> !at.full && !at.givingWay && !at.started.isAfter(latest))
        .sorted(Comparator.comparing(at -> at.started))
        .limit(wanted)
        .forEach(
            at -> {
              at.givingWay = true;
              at.worker.tell(BucketWorker.GiveWay.INSTANCE);
            });
  }

  private ActiveWorker start(BucketShardState state) {
    ActorRef<BucketWorker.Command> worker =
        getContext()
            .spawnAnonymous(
                Behaviors.withMdc(
                    BucketWorker.Command.class,
                    LogSubject.fields(state.shard().instance().bucket(), state.shard()),
                    BucketWorker.create(services, state, reports, lastHeard.take(state, now()))));
    getContext().watchWith(worker, new WorkerEnded(state.shard(), worker));
    workerRestarts.started(state.shard(), now());
    services.statistics().begins(state.shard());
    return new ActiveWorker(worker, now(), state.phase().isFull());
  }

  /** One that was told to stop is no longer known; any other crashed, and keeps its place. */
  private Behavior<Command> onWorkerEnded(WorkerEnded ended) {
    if (isActive(ended.shard(), ended.worker())) {
      Duration pause = workerRestarts.ended(ended.shard(), now());
      getContext()
          .getLog()
          .error(
              "bucket shard {}: its worker crashed; another begins from the checkpoint in {} ms",
              ended.shard(),
              pause.toMillis());
      timers.startSingleTimer(
          ended.shard(), new WorkerRested(ended.shard(), ended.worker()), pause);
    }
    return this;
  }

  private Behavior<Command> onWorkerRested(WorkerRested rested) {
    if (isActive(rested.shard(), rested.worker())) {
      active.remove(rested.shard());
      services.statistics().leaves(rested.shard());
      lookForWork();
    }
    return this;
  }

  private boolean isActive(BucketShard changed, ActorRef<BucketWorker.Command> worker) {
    ActiveWorker known = active.get(changed);
    return known != null && known.worker.equals(worker);
  }

  private Behavior<Command> onReported(Reported reported) {
    BucketWorker.Report report = reported.report();
    ActiveWorker known = active.get(report.shard());
    if (known == null || !known.worker.equals(report.worker())) {
      return this;
    }
    if (report instanceof BucketWorker.Progressed progressed) {
      if (known.full && !progressed.phase().isFull()) {
        known.full = false;
        lookForWork();
      }
    } else if (report instanceof BucketWorker.Idle idle) {
      clean(known, idle);
    } else if (report instanceof BucketWorker.GaveWay gaveWay) {
      makeRoom(known, gaveWay);
    } else if (report instanceof BucketWorker.Held held) {
      holdUp(known, held);
    }
    return this;
  }

  /**
   * It is paused, and gives its place up. Its mark tells since when changes wait, if that is known.
   */
  private void holdUp(ActiveWorker known, BucketWorker.Held held) {
    List<Change> waits =
        known.full || held.since().isEmpty() ? List.of() : waits(held.shard(), held.since().get());
    getContext()
        .pipeToSelf(
            services.checkpoints().save(waits), (saved, failure) -> new Held(held, failure));
  }

  /** If it could not be marked anew, it is marked as before. */
  private Behavior<Command> onHeld(Held held) {
    ActiveWorker known = active.get(held.worker().shard());
    if (known != null && known.worker.equals(held.worker().worker())) {
      leave(held.worker().shard(), known);
    }
    return this;
  }

  private List<Change> waits(BucketShard waiting, Instant since) {
    return List.of(new Change.Clean(waiting), new Change.Dirty(waiting, shard, since));
  }

  /** It stays marked, as waiting since its last round, which is behind those that wait longer. */
  private void makeRoom(ActiveWorker known, BucketWorker.GaveWay gaveWay) {
    known.givingWay = false;
    if (gaveWay.changes() == known.changes) {
      getContext()
          .pipeToSelf(
              services.checkpoints().save(waits(gaveWay.shard(), gaveWay.since())),
              (saved, failure) -> new MadeRoom(gaveWay, failure));
    }
  }

  /** One that was told of more changes meanwhile is at work again, and keeps its place. */
  private Behavior<Command> onMadeRoom(MadeRoom made) {
    BucketWorker.GaveWay gaveWay = made.worker();
    ActiveWorker known = active.get(gaveWay.shard());
    if (known == null
        || !known.worker.equals(gaveWay.worker())
        || known.changes != gaveWay.changes()) {
      return this;
    }
    if (made.failure() != null) {
      getContext()
          .getLog()
          .warn(
              "bucket shard {}: that it waits could not be saved, so it stays at work: {}",
              gaveWay.shard(),
              GatewayException.reasonOf(made.failure()));
      tellChanged(known);
    } else {
      lastHeard.waits(gaveWay.shard(), gaveWay.lastChange());
      leave(gaveWay.shard(), known);
    }
    return this;
  }

  /** One mark is removed once at a time: a removal that comes late must not meet a newer mark. */
  private void clean(ActiveWorker known, BucketWorker.Idle idle) {
    if (known.cleaning || idle.changes() != known.changes) {
      return;
    }
    known.cleaning = true;
    getContext()
        .pipeToSelf(
            services.checkpoints().save(Change.of(new Change.Clean(idle.shard()))),
            (saved, failure) -> new Cleaned(idle, failure));
  }

  private Behavior<Command> onCleaned(Cleaned cleaned) {
    BucketShard idle = cleaned.idle().shard();
    ActiveWorker known = active.get(idle);
    if (known == null || !known.worker.equals(cleaned.idle().worker())) {
      return this;
    }
    known.cleaning = false;
    if (cleaned.failure() != null) {
      getContext()
          .getLog()
          .warn(
              "bucket shard {}: its mark could not be removed, tried again: {}",
              idle,
              GatewayException.reasonOf(cleaned.failure()));
      timers.startSingleTimer(
          cleaned.idle(), new Reported(cleaned.idle()), services.settings().restartMin());
    } else if (known.changes != cleaned.idle().changes()) {
      // What was announced while the mark was being removed may have been marked before that.
      mark(Set.of(idle), now());
    } else {
      leave(idle, known);
    }
    return this;
  }

  private void leave(BucketShard rested, ActiveWorker known) {
    getContext().stop(known.worker);
    active.remove(rested);
    services.lag().asRecorded(rested);
    services.statistics().leaves(rested);
    workerRestarts.forget(rested);
    lookForWork();
  }

  private Instant now() {
    return services.clock().instant();
  }
}
