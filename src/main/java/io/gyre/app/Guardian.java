package io.gyre.app;

import io.gyre.route.ReplicationSupervisor;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** The root of the actors: starts the supervisor of the route once all it needs is there. */
final class Guardian {
  /** What the guardian can be told. */
  sealed interface Command {}

  /** Start a route. */
  record StartRoute(
      Behavior<ReplicationSupervisor.Command> supervisor,
      ActorRef<ActorRef<ReplicationSupervisor.Command>> replyTo)
      implements Command {}

  private Guardian() {}

  static Behavior<Command> create() {
    return Behaviors.receive(Command.class)
        .onMessage(
            StartRoute.class,
            start ->
                Behaviors.setup(
                    context -> {
                      start.replyTo().tell(context.spawn(start.supervisor(), "route"));
                      return Behaviors.same();
                    }))
        .build();
  }
}
