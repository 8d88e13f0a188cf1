package io.gyre.app;

import io.gyre.route.ReplicationSupervisor;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The root of the actors: starts the supervisor of the route once all it needs is there, and ends
 * it before that goes away.
 */
final class Guardian {
  /** What the guardian can be told. */
  sealed interface Command {}

  /** Start a route. */
  record StartRoute(
      Behavior<ReplicationSupervisor.Command> supervisor,
      ActorRef<ActorRef<ReplicationSupervisor.Command>> replyTo)
      implements Command {}

  /** End the route's actors, and say when they have ended. */
  record StopRoute(ActorRef<Done> replyTo) implements Command {}

  private record RouteStopped(ActorRef<Done> replyTo) implements Command {}

  private static final String ROUTE = "route";

  private Guardian() {}

  /**
   * A guardian.
   *
   * @param broken told why when the supervisor ends without having been told to
   */
  static Behavior<Command> create(Consumer<Throwable> broken) {
    return Behaviors.setup(
        context ->
            Behaviors.receive(Command.class)
                .onMessage(StartRoute.class, start -> onStart(context, start))
                .onMessage(StopRoute.class, stop -> onStop(context, stop.replyTo()))
                .onMessage(RouteStopped.class, stopped -> onStopped(stopped.replyTo()))
                .onSignal(ChildFailed.class, failed -> onBroken(broken, failed.getCause()))
                .onSignal(
                    Terminated.class,
                    ended -> onBroken(broken, new IllegalStateException(ended + " by itself")))
                .build());
  }

  private static Behavior<Command> onStart(ActorContext<Command> context, StartRoute start) {
    ActorRef<ReplicationSupervisor.Command> route = context.spawn(start.supervisor(), ROUTE);
    context.watch(route);
    start.replyTo().tell(route);
    return Behaviors.same();
  }

  private static Behavior<Command> onBroken(Consumer<Throwable> broken, Throwable cause) {
    broken.accept(cause);
    return Behaviors.same();
  }

  private static Behavior<Command> onStop(ActorContext<Command> context, ActorRef<Done> replyTo) {
    Optional<ActorRef<Void>> route = context.getChild(ROUTE);
    if (route.isEmpty()) {
      return onStopped(replyTo);
    }
    context.unwatch(route.get());
    context.watchWith(route.get(), new RouteStopped(replyTo));
    context.stop(route.get());
    return Behaviors.same();
  }

  private static Behavior<Command> onStopped(ActorRef<Done> replyTo) {
    replyTo.tell(Done.getInstance());
    return Behaviors.same();
  }
}
