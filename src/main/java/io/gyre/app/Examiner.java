package io.gyre.app;

import io.gyre.ops.OpsServer;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs {@code doctor} beside a route from time to time, for the page and the API. */
final class Examiner {
  private static final Logger LOG = LoggerFactory.getLogger(Examiner.class);

  /** The start has enough to do at first. */
  private static final Duration FIRST = Duration.ofSeconds(20);

  /** Counted from the end of the one before; each asks some hundred questions. */
  private static final Duration PAUSE = Duration.ofHours(1);

  private final Doctor doctor;
  private final Clock clock;
  private final OpsServer ops;
  private final ActorSystem<?> system;
  private final Executor blocking;
  private volatile Cancellable next = Cancellable.alreadyCancelled();
  private volatile boolean stopped;

  Examiner(Doctor doctor, Clock clock, OpsServer ops, ActorSystem<?> system, Executor blocking) {
    this.doctor = doctor;
    this.clock = clock;
    this.ops = ops;
    this.system = system;
    this.blocking = blocking;
  }

  void start() {
    after(FIRST);
  }

  void stop() {
    stopped = true;
    next.cancel();
  }

  private void after(Duration pause) {
    if (!stopped) {
      next = system.scheduler().scheduleOnce(pause, this::examine, system.executionContext());
    }
  }

  private void examine() {
    doctor
        .examine(system.classicSystem(), blocking)
        .whenComplete(
            (diagnosis, failure) -> {
              if (failure == null) {
                ops.examined(DoctorJson.of(diagnosis, clock.instant()));
              } else {
                LOG.warn("doctor could not be run", failure);
              }
              after(PAUSE);
            });
  }
}
