package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.ceph.CephPair;
import io.gyre.ceph.RealCeph;
import io.gyre.testing.S3User;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a source that keeps no metadata log. */
@RealCeph
@Timeout(240)
class WithoutMetadataLogIT {
  private final CephPair ceph;

  @TempDir private Path directory;

  WithoutMetadataLogIT(CephPair ceph) {
    this.ceph = ceph;
  }

  @BeforeEach
  void thereIsNone() {
    ceph.restartWithoutMetadataLog(ceph.source());
  }

  @AfterEach
  void thereIsOneAgain() {
    ceph.stopGateway(ceph.source());
    ceph.startGateway(ceph.source());
  }

  @Test
  void usersAndBucketsAreComparedInFullNowAndThen() {
    S3User owner = ceph.source().createUser("unlogged");
    owner.createBucket("unlogged");
    owner.put("unlogged", "k", "text");
    Replica replica = Replica.of(ceph);
    try (GyreProcess gyre = GyreProcess.sync(RouteFile.between(ceph), directory)) {
      replica.awaitEqual(gyre);
      assertThat(gyre.output())
          .contains("source: no metadata log")
          .contains("compared in full every 2 s")
          .contains("rgw_run_sync_thread = true");

      S3User late = ceph.source().createUser("unlogged-late");
      late.createBucket("unlogged-late");
      late.put("unlogged-late", "k", "text");
      owner.delete("unlogged", "k");
      new UserAdmin(ceph.source()).enrich("unlogged");
      replica.awaitEqual(gyre);
    }
    assertThat(GyreProcess.syncOnce(RouteFile.between(ceph), directory))
        .contains("copied 0 objects");
  }
}
