package io.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gyre doctor} of two zones that can be replicated. */
@AnyZones
class DoctorIT {
  private static final String WRONG_SECRET = "not-the-secret-of-anybody";

  private final ZonePair zones;
  @TempDir private Path directory;

  DoctorIT(ZonePair zones) {
    this.zones = zones;
  }

  @Test
  void aHealthyPairIsReady() throws Exception {
    DoctorRun ran = DoctorRun.between(zones, zones.source().secretKey(), directory);

    assertThat(ran.code()).as(ran.output()).isZero();
    for (String end : List.of("source", "destination")) {
      for (String check :
          List.of("endpoint", "clock", "version", "credentials", "system-user", "zone")) {
        ran.assertFinding(end, check, "OK");
      }
    }
    for (String check :
        List.of("data-log", "metadata-log", "log-readers", "reshard", "quota", "index-log")) {
      ran.assertFinding("source", check, "OK");
    }
    for (String check :
        List.of("lease", "route", "placement", "lifecycle", "quota", "versioning")) {
      ran.assertFinding("destination", check, "OK");
    }
    ran.assertFinding("here", "state", "OK");
    assertThat(ran.output())
        .doesNotContain(zones.source().secretKey())
        .contains("master-1")
        .contains("slave-1");
  }

  @Test
  void aWrongSecretIsSaidAndNeverPrinted() throws Exception {
    DoctorRun ran = DoctorRun.between(zones, WRONG_SECRET, directory);

    assertThat(ran.code()).as(ran.output()).isEqualTo(ExitCode.UNREACHABLE);
    ran.assertFinding("source", "credentials", "FAIL");
    ran.assertFinding("destination", "zone", "OK");
    assertThat(ran.output()).doesNotContain(WRONG_SECRET).doesNotContain("\tat ");
  }
}
