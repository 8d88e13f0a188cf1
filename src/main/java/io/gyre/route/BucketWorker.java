package io.gyre.route;

import io.gyre.checkpoint.BucketShardState;
import io.gyre.checkpoint.Phase;
import io.gyre.copy.FairGate;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketShard;
import io.gyre.log.LogPosition.Marker;
import io.gyre.route.BucketRound.Ended;
import io.gyre.route.BucketRound.Next;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.stream.Materializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Follows one bucket shard: round after round, first the full pass, then its log. While its log
 * changes it is read again soon; once it has been quiet for longer than the gateway may keep a
 * change to itself, its shard actor is told, and decides.
 *
 * <p>A round that fails is run again from the checkpoint, after a growing pause, for ever.
 */
final class BucketWorker extends AbstractBehavior<BucketWorker.Command> {

  /** What a worker can be told. */
  sealed interface Command {}

  /** The source announced changes of this bucket shard. */
  enum Changed implements Command {
    INSTANCE
  }

  /** Others wait for its place: it is to give that up at the next end of its log. */
  enum GiveWay implements Command {
    INSTANCE
  }

  private enum StartRound implements Command {
    INSTANCE
  }

  private record RoundEnded(@Nullable Ended ended, @Nullable Throwable failure)
      implements Command {}

  private record Trimmed(Marker upTo, boolean done, @Nullable Throwable failure)
      implements Command {}

  /** What a worker reports to its shard actor. */
  sealed interface Report {
    BucketShard shard();

    /** Who reports: there may be another by now. */
    ActorRef<Command> worker();
  }

  /**
   * Nothing is left to do for now.
   *
   * @param changes how many announcements the worker had got when its last round began
   */
  record Idle(BucketShard shard, ActorRef<Command> worker, long changes) implements Report {}

  /**
   * Its log has been read to the end, and it does nothing until it is told of changes.
   *
   * @param changes how many announcements the worker had got when its last round began
   * @param since when that began: what was changed from then on may wait
   * @param lastChange when it last had something new
   */
  record GaveWay(
      BucketShard shard, ActorRef<Command> worker, long changes, Instant since, Instant lastChange)
      implements Report {}

  /**
   * Its bucket, or the route, is paused: it does nothing more.
   *
   * @param since since when changes wait, or may; empty where only the checkpoint knows
   */
  record Held(BucketShard shard, ActorRef<Command> worker, Optional<Instant> since)
      implements Report {}

  /** A round has ended; more may follow at once. */
  record Progressed(BucketShard shard, ActorRef<Command> worker, Phase phase) implements Report {}

  private static final Duration FAILURES_TOLD_EVERY = Duration.ofMinutes(1);

  private final RouteServices services;
  private final BucketRound round;
  private final TrimPace trims;
  private final ActorRef<Report> parent;
  private final TimerScheduler<Command> timers;
  private BucketShardState state;
  private PollSchedule polls;
  private long changes;
  private long changesAtStart;
  private Instant roundBegan;
  private boolean underWay;
  private boolean givingWay;
  private int failures;
  private Instant failureTold = Instant.EPOCH;

  /**
   * A worker that begins with the state that the checkpoint has.
   *
   * @param lastChange since when the bucket shard may have been quiet, or now
   */
  static Behavior<Command> create(
      RouteServices services, BucketShardState state, ActorRef<Report> parent, Instant lastChange) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new BucketWorker(context, timers, services, state, parent, lastChange)));
  }

  private BucketWorker(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      RouteServices services,
      BucketShardState state,
      ActorRef<Report> parent,
      Instant lastChange) {
    super(context);
    context.setLoggerName(BucketWorker.class);
    this.services = services;
    this.round = new BucketRound(services, Materializer.createMaterializer(context));
    this.parent = parent;
    this.timers = timers;
    this.state = state;
    this.trims = TrimPace.until(services.settings().quietAfter());
    this.polls = PollSchedule.changed(services.settings().bucketPolls(), lastChange);
    this.roundBegan = now();
    startRound();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Changed.class, changed -> onChanged())
        .onMessage(GiveWay.class, asked -> onGiveWay())
        .onMessage(StartRound.class, start -> onStartRound())
        .onMessage(RoundEnded.class, this::onRoundEnded)
        .onMessage(Trimmed.class, this::onTrimmed)
        .build();
  }

  private Behavior<Command> onChanged() {
    changes++;
    polls = PollSchedule.changed(services.settings().bucketPolls(), now());
    if (!underWay) {
      startRound();
    }
    return this;
  }

  private Behavior<Command> onGiveWay() {
    givingWay = true;
    if (!underWay
        && changes == changesAtStart
        && failures == 0
        && state.phase() == Phase.INCREMENTAL) {
      giveWay();
    }
    return this;
  }

  /** Only with everything done that it was told of. */
  private void giveWay() {
    givingWay = false;
    timers.cancel(StartRound.INSTANCE);
    parent.tell(
        new GaveWay(
            state.shard(), getContext().getSelf(), changesAtStart, roundBegan, polls.lastChange()));
  }

  private Behavior<Command> onStartRound() {
    if (!underWay) {
      startRound();
    }
    return this;
  }

  private void startRound() {
    timers.cancel(StartRound.INSTANCE);
    if (services.drain().begun()) {
      return;
    }
    underWay = true;
    roundBegan = now();
    changesAtStart = changes;
    BucketShardState from = state;
    FairGate gate = from.phase() == Phase.FULL ? services.fullPasses() : services.liveRounds();
    String turn = from.shard().instance().bucket().toString();
    getContext()
        .pipeToSelf(gate.run(FairGate.Lane.LIVE, turn, 0, () -> run(from)), RoundEnded::new);
  }

  /**
   * From what the checkpoint has: after a failure only that knows how far the round before came,
   * and the bucket shard may have been forgotten or discovered anew meanwhile.
   */
  private CompletionStage<Ended> run(BucketShardState known) {
    return services
        .checkpoints()
        .bucketShard(known.shard())
        .thenCompose(
            saved ->
                saved
                    .map(round::run)
                    .orElseGet(
                        () -> CompletableFuture.completedFuture(new Ended(known, Next.FORGET, 0))));
  }

  private Behavior<Command> onRoundEnded(RoundEnded end) {
    underWay = false;
    if (end.ended() == null) {
      return onFailure(GatewayException.unwrap(Objects.requireNonNull(end.failure())));
    }
    failures = 0;
    services.statistics().answered(now());
    state = end.ended().state();
    Next next = end.ended().next();
    parent.tell(new Progressed(state.shard(), getContext().getSelf(), state.phase()));
    switch (next) {
      case GO_ON -> goOn();
      case WATCH -> watch(end.ended().entries());
      case WAIT, FORGET -> {
        services.lag().caughtUp(state.shard(), roundBegan);
        waitForChanges();
      }
    }
    return this;
  }

  private void goOn() {
    if (state.phase().isFull()) {
      services.lag().asRecorded(state.shard());
    }
    startRound();
  }

  private void watch(long entries) {
    RouteSettings settings = services.settings();
    services.lag().caughtUp(state.shard(), roundBegan);
    trim();
    polls =
        entries > 0
            ? PollSchedule.changed(settings.bucketPolls(), now())
            : polls.quiet(settings.bucketPolls());
    if (settings.once() ? readLateEnough() : polls.quietFor(settings.quietAfter(), now())) {
      reportIdle();
    } else if (givingWay && changes == changesAtStart) {
      giveWay();
      return;
    }
    startRoundAfter(settings.once() ? untilLateEnough() : polls.pause());
  }

  private void trim() {
    trims
        .due(state.watermark(), now())
        .ifPresent(
            upTo ->
                getContext()
                    .pipeToSelf(
                        services.trimming().bucketIndex(state.shard(), upTo),
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
              "bucket shard {}: its bucket index log could not be trimmed: {}",
              state.shard(),
              GatewayException.reasonOf(trimmed.failure()));
    }
    return this;
  }

  /** Index entries may appear a moment after the change that they are of. */
  private boolean readLateEnough() {
    return sinceStart(roundBegan).compareTo(services.settings().quietAfter()) > 0;
  }

  /** A read before that would be one for nothing. */
  private Duration untilLateEnough() {
    Duration left = services.settings().quietAfter().minus(sinceStart(now())).plusMillis(1);
    return left.compareTo(polls.pause()) > 0 ? left : polls.pause();
  }

  /** Never negative: a clock that was set back holds nothing up. */
  private Duration sinceStart(Instant time) {
    return Duration.between(services.began(), time).abs();
  }

  /** What was announced during the round may be what it waits for. */
  private void waitForChanges() {
    if (changes > changesAtStart) {
      startRound();
    } else {
      reportIdle();
    }
  }

  private void reportIdle() {
    parent.tell(new Idle(state.shard(), getContext().getSelf(), changesAtStart));
  }

  private Behavior<Command> onFailure(Throwable failure) {
    if (failure instanceof Drain.Drained) {
      return this;
    }
    if (failure instanceof FairGate.Withdrawn) {
      Optional<Instant> since = services.lag().of(state.shard()).flatMap(BucketShardLag::open);
      parent.tell(new Held(state.shard(), getContext().getSelf(), since));
      return this;
    }
    failures++;
    services.statistics().roundFailed();
    services.lag().failed(state.shard());
    Duration pause = services.pauseAfter(failure, failures);
    getContext()
        .getLog()
        .atLevel(isToBeTold() ? Level.WARN : Level.DEBUG)
        .log(
            "bucket shard {}: a round in phase {} failed, the next begins in {} ms: {}",
            state.shard(),
            state.phase(),
            pause.toMillis(),
            GatewayException.reasonOf(failure));
    startRoundAfter(pause);
    return this;
  }

  /** The first failure at once, then one a minute: in an outage there may be many of us. */
  private boolean isToBeTold() {
    Duration since = Duration.between(failureTold, now()).abs();
    boolean due = failures == 1 || since.compareTo(FAILURES_TOLD_EVERY) >= 0;
    failureTold = due ? now() : failureTold;
    return due;
  }

  private void startRoundAfter(Duration pause) {
    timers.startSingleTimer(StartRound.INSTANCE, StartRound.INSTANCE, pause);
  }

  private Instant now() {
    return services.clock().instant();
  }
}
