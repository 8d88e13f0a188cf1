package io.gyre.route;

import io.gyre.failure.LogSubject;
import java.time.Duration;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Starts the supervisor's children, and starts them again, after growing pauses, when they end.
 * Used by the supervisor only, within its own turns.
 *
 * @param <C> the supervisor's messages
 */
final class ShardActors<C> {
  private final ActorContext<C> context;
  private final TimerScheduler<C> timers;
  private final RouteServices services;
  private final Restarts<String> restarts;

  ShardActors(ActorContext<C> context, TimerScheduler<C> timers, RouteServices services) {
    this.context = context;
    this.timers = timers;
    this.services = services;
    this.restarts = services.settings().restarts();
  }

  /**
   * Starts a child, whose name is in all that it logs.
   *
   * @param messages that it takes
   * @param whenItEnds told to the supervisor then
   */
  <T> ActorRef<T> start(Class<T> messages, Behavior<T> behavior, String name, C whenItEnds) {
    ActorRef<T> actor =
        context.spawn(Behaviors.withMdc(messages, Map.of(LogSubject.SHARD, name), behavior), name);
    context.watchWith(actor, whenItEnds);
    restarts.started(name, services.clock().instant());
    return actor;
  }

  /** Has the supervisor told, after a pause, to start one that has ended. */
  void startAgain(String name, C start) {
    Duration pause = restarts.ended(name, services.clock().instant());
    context
        .getLog()
        .error(
            "log shard actor {} ended; another begins from the checkpoint in {} ms",
            name,
            pause.toMillis());
    timers.startSingleTimer(name, start, pause);
  }
}
