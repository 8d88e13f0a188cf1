package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.testing.S3User;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a source that keeps no metadata log. */
@AnyZones
@Timeout(240)
class WithoutMetadataLogIT {
  private final ZonePair zones;

  @TempDir private Path directory;

  WithoutMetadataLogIT(ZonePair zones) {
    this.zones = zones;
  }

  @BeforeEach
  void thereIsNone() {
    zones.operator(zones.source()).tellOfMetadataLog(false);
  }

  @AfterEach
  void thereIsOneAgain() {
    zones.operator(zones.source()).tellOfMetadataLog(true);
  }

  @Test
  void usersAndBucketsAreComparedInFullNowAndThen() {
    S3User owner = zones.source().createUser("unlogged");
    owner.createBucket("unlogged");
    owner.put("unlogged", "k", "text");
    Replica replica = Replica.of(zones);
    try (GyreProcess gyre = GyreProcess.sync(RouteFile.between(zones), directory)) {
      replica.awaitEqual(gyre);
      assertThat(gyre.output())
          .contains("source: no metadata log")
          .contains("compared in full every 2 s")
          .contains("rgw_run_sync_thread = true");

      S3User late = zones.source().createUser("unlogged-late");
      late.createBucket("unlogged-late");
      late.put("unlogged-late", "k", "text");
      owner.delete("unlogged", "k");
      new UserAdmin(zones.source()).enrich("unlogged");
      replica.awaitEqual(gyre);
    }
    assertThat(GyreProcess.syncOnce(RouteFile.between(zones), directory))
        .contains("copied 0 objects");
  }
}
