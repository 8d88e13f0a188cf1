package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gyre.testing.Fault;
import io.gyre.testing.S3User;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ends that go away, for good or for a while, and what an operator does then. */
@AnyZones
@Timeout(300)
class OutagesIT extends BadDays {
  private static final int SOON_SECONDS = 25;

  OutagesIT(ZonePair zones) {
    super(zones);
  }

  /** Before anything was copied, so that no copy could ever have had an answer. */
  @Test
  void anEndThatDiesAmidTheMetadataPassIsGivenUp() throws InterruptedException {
    filled("bad-midway");
    destination.inflict(
        new Fault.NoAnswer(),
        1,
        10_000,
        line -> {
          if (line.startsWith("PUT /admin/metadata/")) {
            destination.stop();
          }
          return false;
        });

    String output = ended(3, route("bad-midway"), "--once", "--give-up-after", "10s");

    assertThat(output).contains("nothing could be done for 10 s").doesNotContain("current 27");
  }

  @Test
  void anEndThatIsDownAtTheStartAndComesBackIsWaitedFor() throws InterruptedException {
    filled("bad-back");
    destination.stop();
    GyreProcess gyre = start(route("bad-back"), "--once", "--give-up-after", "100s");
    await().atMost(ARRIVAL).until(() -> gyre.output().contains("destination: not reached, again"));

    destination.start();

    assertThat(gyre.exitCode()).as(gyre.output()).isZero();
    assertThat(differences("bad-back")).isEmpty();
  }

  @Test
  void aRunThatIsToldToStopBeforeItIsDoneDoesNotSayThatAllIsEqual() throws InterruptedException {
    destination.stop();
    GyreProcess gyre = start(route("bad-cut"), "--once", "--give-up-after", "100s");
    await().atMost(ARRIVAL).until(() -> gyre.output().contains("destination: not reached, again"));

    assertThat(gyre.terminate()).as(gyre.output()).isEqualTo(1);
  }

  /** A revoked key, or a clock that jumped: it is the end that is not there, not each object. */
  @Test
  void credentialsThatAreRefusedForAWhileParkNothing() throws InterruptedException {
    S3User owner = filled("bad-refused");
    BadDaysRoute route = route("bad-refused");
    GyreProcess gyre = start(route);
    awaitEqual("bad-refused");
    destination.inflict(Fault.Answer.s3Error(403, "InvalidAccessKeyId"));
    for (int i = 0; i < 10; i++) {
      owner.put("bad-refused", "k" + i, bytes(700));
    }
    int before = destination.inflicted();
    await().atMost(ARRIVAL).until(() -> destination.inflicted() > before + 60);
    assertThat(command(route, "parked", "list").exitCode()).as(gyre.output()).isZero();

    destination.heal();

    awaitEqual("bad-refused");
    assertThat(gyre.output()).doesNotContain("parked after");
  }

  @Test
  void whatIsToBeTriedAgainIsTakenUpByARunningProcess() throws InterruptedException {
    filled("bad-retry");
    BadDaysRoute route = route("bad-retry");
    destination.inflict(
        Fault.Answer.s3Error(403, "QuotaExceeded"),
        1,
        10_000,
        line -> line.matches("PUT /bad-retry/k2[ ?].*"));
    GyreProcess gyre = start(route);
    await().atMost(ARRIVAL).until(() -> gyre.output().contains("/ k2: parked after"));
    await().atMost(ARRIVAL).until(() -> isAtDestination("bad-retry", "parts"));
    destination.heal();

    assertThat(command(route, "parked", "retry", "--all").exitCode()).isZero();
    Instant told = Instant.now();

    awaitEqual("bad-retry");
    assertThat(Duration.between(told, Instant.now())).isLessThan(Duration.ofSeconds(SOON_SECONDS));
    assertThat(gyre.isAlive()).isTrue();
  }
}
