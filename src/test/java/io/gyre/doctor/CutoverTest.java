package io.gyre.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.doctor.CutoverChecks.Progress;
import io.gyre.metadata.ZoneFacts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CutoverTest {
  private static final Duration LOOKED = Duration.ofSeconds(31);
  private static final OptionalLong NOBODY = OptionalLong.empty();
  private static final OptionalLong PROCESS = OptionalLong.of(7);

  private static ZoneFacts zone(String name) {
    return new ZoneFacts("id", name, "", "group", "realm", Set.of(), "", true, 2);
  }

  private static CutoverFacts facts(boolean readOnly, boolean toZone, boolean running) {
    return new CutoverFacts(
        "--config gyre.yaml",
        zone("old"),
        readOnly,
        toZone ? Optional.of(zone("new")) : Optional.empty(),
        toZone,
        false,
        "http://new:8000",
        true,
        running);
  }

  @Test
  void aSourceThatIsWrittenToFailsAndOneThatMayBeIsWarnedOf() {
    assertThat(level(CutoverChecks.quiet(facts(false, true, true), 1, LOOKED)))
        .isEqualTo(Level.FAIL);
    assertThat(level(CutoverChecks.quiet(facts(false, true, true), 0, LOOKED)))
        .isEqualTo(Level.WARN);
    assertThat(level(CutoverChecks.quiet(facts(true, true, true), 1, LOOKED))).isEqualTo(Level.OK);
  }

  @Test
  void lagIsWhatTheProcessSaysAndWithoutOneWhatTheLogsTell() {
    OptionalDouble unknown = OptionalDouble.empty();
    assertThat(lag(new Progress(PROCESS, OptionalDouble.of(0), 0, 9, 0))).isEqualTo(Level.OK);
    assertThat(lag(new Progress(PROCESS, OptionalDouble.of(3), 0, 0, 0))).isEqualTo(Level.FAIL);
    assertThat(lag(new Progress(PROCESS, unknown, 0, 0, 0))).isEqualTo(Level.FAIL);
    assertThat(lag(new Progress(PROCESS, OptionalDouble.of(0), 1, 0, 0))).isEqualTo(Level.FAIL);
    assertThat(lag(new Progress(NOBODY, unknown, 0, 0, 0))).isEqualTo(Level.OK);
    assertThat(lag(new Progress(NOBODY, unknown, 0, 1, 0))).isEqualTo(Level.FAIL);
    assertThat(lag(new Progress(NOBODY, unknown, 0, 0, 1)))
        .as("announced, and not read")
        .isEqualTo(Level.FAIL);
  }

  @Test
  void whatIsBeingWorkedOnIsNotEqualYet() {
    assertThat(level(CutoverChecks.equal(true, 0, List.of("Equal."), ""))).isEqualTo(Level.OK);
    assertThat(level(CutoverChecks.equal(true, 1, List.of("Equal."), ""))).isEqualTo(Level.FAIL);
    assertThat(level(CutoverChecks.equal(false, 0, List.of(), ""))).isEqualTo(Level.FAIL);
  }

  private static Level lag(Progress progress) {
    return level(CutoverChecks.lag(progress, "--config gyre.yaml"));
  }

  private static Level level(Finding finding) {
    return finding.level();
  }

  @Test
  void theCommandsAreThoseThatAreStillToBeGiven() {
    assertThat(CutoverSteps.of(facts(false, true, true)).next())
        .filteredOn(line -> !line.startsWith("#"))
        .containsExactly(
            "radosgw-admin zone modify --rgw-zone=old --read-only",
            "radosgw-admin period update --commit",
            Remedies.restart(End.SOURCE),
            "systemctl stop gyre   # or however 'sync' was started",
            "gyre sync --config gyre.yaml --once",
            "gyre check --config gyre.yaml",
            "radosgw-admin zone modify --rgw-zone=new --read-only=false",
            "radosgw-admin period update --commit",
            Remedies.restart(End.DESTINATION),
            "radosgw-admin zone modify --rgw-zone=new --master",
            "radosgw-admin period update --commit",
            "radosgw-admin lc reshard fix");
    assertThat(CutoverSteps.of(facts(true, false, false)).next())
        .filteredOn(line -> !line.startsWith("#"))
        .containsExactly("gyre sync --config gyre.yaml --once", "gyre check --config gyre.yaml");
  }

  @Test
  void onlyAZoneLeadsBack() {
    assertThat(CutoverSteps.of(facts(true, true, false)).back())
        .anyMatch(line -> line.startsWith("gyre sync --config back.yaml"));
    assertThat(CutoverSteps.of(facts(true, false, false)).back())
        .noneMatch(line -> line.startsWith("gyre"));
  }
}
