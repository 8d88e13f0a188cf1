package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gyre.ceph.CephPair;
import io.gyre.ceph.RealCeph;
import io.gyre.route.BadDaysRoute.End;
import io.gyre.testing.TestZone;
import io.gyre.testing.ZoneComparison;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Zones of two gateways each, one of which is killed under load. What proxies cannot play: the
 * killed one still holds the lease and watches the metadata of the others for a while.
 */
@RealCeph
@Tag("long")
@Timeout(400)
class DyingGatewaysIT {
  private static final long SEED = 20260104;
  private static final Duration ARRIVAL = Duration.ofSeconds(150);
  private static final Duration LOAD = Duration.ofSeconds(6);
  private static final String NAME = "dying";

  private final CephPair ceph;

  @TempDir private Path directory;

  DyingGatewaysIT(CephPair ceph) {
    this.ceph = ceph;
  }

  @AfterEach
  void oneGatewayEachAgain() {
    for (TestZone zone : new TestZone[] {ceph.source(), ceph.destination()}) {
      ceph.startGateway(zone);
      ceph.killSecondGateway(zone);
      zone.wipe();
    }
  }

  private End twoGateways(TestZone zone) {
    return End.of(zone, ceph.startSecondGateway(zone), zone.endpoint());
  }

  @Test
  void underLoadTheOthersGoOnAndBothEndsAreEqualInTheEnd() throws InterruptedException {
    BadDaysRoute route =
        new BadDaysRoute(
            directory, twoGateways(ceph.source()), twoGateways(ceph.destination()), NAME + "*");
    SourceLoad load = new SourceLoad(ceph.source(), NAME, new Random(SEED));
    try (GyreProcess gyre = GyreProcess.sync(route.write())) {
      go(load);
      ceph.killSecondGateway(ceph.source()); // the load goes to the first one
      go(load);
      ceph.killGateway(ceph.destination());
      go(load);
      ceph.startGateway(ceph.destination());
      ceph.killSecondGateway(ceph.destination());
      go(load);

      await()
          .atMost(ARRIVAL)
          .pollInterval(Duration.ofSeconds(2))
          .untilAsserted(
              () ->
                  assertThat(
                          ZoneComparison.of(ceph.source(), ceph.destination())
                              .withBytes()
                              .differences())
                      .as(gyre::end)
                      .isEmpty());
      await().atMost(ARRIVAL).until(() -> BadDays.parked(route) == 0);
      assertThat(gyre.terminate()).as(gyre.end()).isZero();
    }
  }

  private static void go(SourceLoad load) {
    load.run(Instant.now().plus(LOAD));
  }
}
