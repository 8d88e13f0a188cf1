package io.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.route.ReplicationSupervisor;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class GuardianTest {
  private static final ActorTestKit PEKKO = ActorTestKit.create();

  private final BlockingQueue<Throwable> told = new ArrayBlockingQueue<>(4);
  private final ActorRef<Guardian.Command> guardian = PEKKO.spawn(Guardian.create(told::add));
  private final TestProbe<Done> done = PEKKO.createTestProbe();

  @AfterAll
  static void stop() {
    PEKKO.shutdownTestKit();
  }

  private ActorRef<ReplicationSupervisor.Command> start(
      Behavior<ReplicationSupervisor.Command> supervisor) {
    TestProbe<ActorRef<ReplicationSupervisor.Command>> started = PEKKO.createTestProbe();
    guardian.tell(new Guardian.StartRoute(supervisor, started.getRef()));
    return started.receiveMessage();
  }

  @Test
  void aSupervisorThatFailsIsToldWithItsCause() throws InterruptedException {
    ActorRef<ReplicationSupervisor.Command> supervisor =
        start(
            Behaviors.receive(ReplicationSupervisor.Command.class)
                .onAnyMessage(
                    message -> {
                      throw new IllegalStateException("a bug");
                    })
                .build());

    supervisor.tell(new ReplicationSupervisor.AwaitDone(done.getRef()));

    assertThat(told.poll(5, TimeUnit.SECONDS)).hasMessage("a bug");
    guardian.tell(new Guardian.StopRoute(done.getRef()));
    done.receiveMessage();
  }

  @Test
  void aSupervisorThatEndsUnaskedIsToldToo() throws InterruptedException {
    start(Behaviors.stopped());

    assertThat(told.poll(5, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void oneThatIsToldToStopIsNot() {
    start(Behaviors.empty());
    guardian.tell(new Guardian.StopRoute(done.getRef()));
    done.receiveMessage();

    assertThat(told).isEmpty();
  }
}
