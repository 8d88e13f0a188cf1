package io.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.ceph.CephPair;
import io.gyre.ceph.RealCeph;
import io.gyre.testing.TestZone;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code gyre doctor} says is to be done, done. */
@RealCeph
class DoctorRemediesIT {
  private final CephPair ceph;
  @TempDir private Path directory;

  DoctorRemediesIT(CephPair ceph) {
    this.ceph = ceph;
  }

  /** Exactly the printed commands, and a restart, turn the logs on. */
  @Test
  void aSourceWithoutLogsIsMendedByWhatIsPrinted() throws Exception {
    TestZone source = ceph.source();
    String follower = source.name() + "-follower";
    String peer = source.name() + "-peer";
    removeZone(source, follower);
    try {
      DoctorRun without = DoctorRun.between(ceph, source.secretKey(), directory);

      assertThat(without.code()).as(without.output()).isEqualTo(ExitCode.DIFFERENCES);
      without.assertFinding("source", "data-log", "FAIL");
      without.assertFinding("source", "metadata-log", "WARN");
      List<String> commands = new ArrayList<>();
      without
          .finding("source", "data-log")
          .path("fix")
          .forEach(line -> commands.add(line.asText()));
      assertThat(commands)
          .filteredOn(line -> line.startsWith("radosgw-admin "))
          .hasSize(2)
          .allSatisfy(line -> run(source, line));
      restart(source);

      DoctorRun mended = DoctorRun.between(ceph, source.secretKey(), directory);

      assertThat(mended.code()).as(mended.output()).isZero();
      mended.assertFinding("source", "data-log", "OK");
      mended.assertFinding("source", "metadata-log", "OK");
    } finally {
      run(source, "radosgw-admin zone create --rgw-zonegroup=master --rgw-zone=" + follower);
      if (ceph.admin(source, "zone", "list").contains(peer)) {
        removeZone(source, peer);
      }
      run(source, "radosgw-admin period update --commit");
      restart(source);
    }
  }

  private void removeZone(TestZone zone, String name) {
    run(zone, "radosgw-admin zonegroup remove --rgw-zonegroup=master --rgw-zone=" + name);
    run(zone, "radosgw-admin zone delete --rgw-zone=" + name);
    run(zone, "radosgw-admin period update --commit");
    restart(zone);
  }

  private void restart(TestZone zone) {
    ceph.stopGateway(zone);
    ceph.startGateway(zone);
  }

  private void run(TestZone zone, String command) {
    String[] words = command.split(" ");
    assertThat(words[0]).isEqualTo("radosgw-admin");
    ceph.admin(zone, Arrays.copyOfRange(words, 1, words.length));
  }
}
