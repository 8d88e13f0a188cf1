package io.gyre.route;

import io.gyre.log.MetadataLogState;
import io.gyre.route.RouteStart.Plan;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Looks, from time to time, whether the source has begun another period, as it does when its master
 * zone changes, or has begun or ceased to keep a metadata log. Each period has a log of its own,
 * and reading that of an old one just brings nothing more.
 */
final class PeriodWatch extends AbstractBehavior<PeriodWatch.Command> {
  private static final Duration PAUSE = Duration.ofMinutes(1);

  /** What it can be told. */
  sealed interface Command {}

  private enum Look implements Command {
    INSTANCE
  }

  private record Seen(Optional<MetadataLogState> metadataLog) implements Command {}

  private record Planned(Plan plan) implements Command {}

  private record Failed(Throwable failure) implements Command {}

  /** The source's metadata log is another one; its heads are recorded. */
  record NewPeriod(Plan plan) {}

  private final RouteServices services;
  private final Supplier<CompletionStage<Plan>> plans;
  private final ActorRef<NewPeriod> parent;
  private Optional<MetadataLogState> known;

  /**
   * @param known the log that is followed
   * @param plans records the heads of the log that the source has now
   */
  static Behavior<Command> create(
      RouteServices services,
      Optional<MetadataLogState> known,
      Supplier<CompletionStage<Plan>> plans,
      ActorRef<NewPeriod> parent) {
    return Behaviors.withTimers(
        timers -> {
          timers.startTimerWithFixedDelay(Look.INSTANCE, PAUSE);
          return Behaviors.setup(
              context -> new PeriodWatch(context, services, known, plans, parent));
        });
  }

  private PeriodWatch(
      ActorContext<Command> context,
      RouteServices services,
      Optional<MetadataLogState> known,
      Supplier<CompletionStage<Plan>> plans,
      ActorRef<NewPeriod> parent) {
    super(context);
    context.setLoggerName(PeriodWatch.class);
    this.services = services;
    this.known = known;
    this.plans = plans;
    this.parent = parent;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Look.class, look -> onLook())
        .onMessage(Seen.class, this::onSeen)
        .onMessage(Planned.class, this::onPlanned)
        .onMessage(Failed.class, this::onFailed)
        .build();
  }

  private Behavior<Command> onLook() {
    getContext()
        .pipeToSelf(
            services.log().metadataLog(),
            (found, failure) -> failure == null ? new Seen(found) : new Failed(failure));
    return this;
  }

  private Behavior<Command> onSeen(Seen seen) {
    if (!seen.metadataLog().equals(known)) {
      getContext()
          .getLog()
          .warn(
              "source: its metadata log is another one now ({} instead of {}); all users and buckets"
                  + " are compared, and it is followed",
              seen.metadataLog(),
              known);
      getContext()
          .pipeToSelf(
              plans.get(),
              (plan, failure) -> failure == null ? new Planned(plan) : new Failed(failure));
    }
    return this;
  }

  private Behavior<Command> onPlanned(Planned planned) {
    if (!planned.plan().metadataLog().equals(known)) {
      known = planned.plan().metadataLog();
      parent.tell(new NewPeriod(planned.plan()));
    }
    return this;
  }

  /** The next look is another chance. */
  private Behavior<Command> onFailed(Failed failed) {
    getContext().getLog().debug("source: its period is not known", failed.failure());
    return this;
  }
}
