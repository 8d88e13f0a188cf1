package io.gyre.rgw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gyre.ceph.CephPair;
import io.gyre.ceph.RealCeph;
import io.gyre.config.Signature;
import io.gyre.lease.Lease.Answer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What becomes of a lease when the gateway process ends that gave it. */
@RealCeph
class GatewayLeaseIT {
  private static final ActorTestKit PEKKO = ActorTestKit.create();
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final CephPair ceph;

  GatewayLeaseIT(CephPair ceph) {
    this.ceph = ceph;
  }

  @AfterAll
  static void stop() {
    PEKKO.shutdownTestKit();
  }

  private static <T> T result(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** To RADOS the holder is the gateway process together with the name that we gave. */
  @Test
  void aGatewaysSuccessorHasToWaitForWhatItsPredecessorHeld() {
    GatewayClient client = TestGateways.client(PEKKO, ceph.source(), Signature.V4);
    MetadataLogLease mine = new MetadataLogLease(List.of(client), "zone-c", "one", LIMIT);
    Duration length = Duration.ofSeconds(7);
    assertThat(result(mine.take(length))).isEqualTo(Answer.HELD);
    ceph.killGateway(ceph.source());
    ceph.startGateway(ceph.source());

    await()
        .atMost(LIMIT)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(result(mine.take(length))).isEqualTo(Answer.HELD));
    result(mine.release());
  }
}
