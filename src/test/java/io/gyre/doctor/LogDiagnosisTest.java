package io.gyre.doctor;

import static io.gyre.doctor.SampleFacts.NOW;
import static io.gyre.doctor.SampleFacts.checks;
import static io.gyre.doctor.SampleFacts.finding;
import static io.gyre.doctor.SampleFacts.logs;
import static io.gyre.doctor.SampleFacts.member;
import static io.gyre.doctor.SampleFacts.period;
import static io.gyre.doctor.SampleFacts.periodIs;
import static io.gyre.doctor.SampleFacts.source;
import static io.gyre.doctor.SampleFacts.trimming;
import static io.gyre.doctor.SampleFacts.withoutRealm;
import static io.gyre.doctor.SampleFacts.zone;
import static io.gyre.doctor.SampleFacts.zoneIs;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.doctor.Period.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of the source's logs. */
class LogDiagnosisTest {
  @Test
  void aSourceWithoutLogsIsToldHowToWriteThem() {
    Diagnosis diagnosis = Diagnosis.of(source(zoneIs(zone("1", false))));

    Finding logs = finding(diagnosis, End.SOURCE, Check.DATA_LOG);
    assertThat(logs.level()).isEqualTo(Level.FAIL);
    assertThat(logs.fix())
        .containsSubsequence(
            "ceph config set client.rgw rgw_sync_log_trim_interval 0",
            "radosgw-admin zone create --rgw-zonegroup=group-1 --rgw-zone=master-1-peer",
            "radosgw-admin period update --commit");
    assertThat(finding(diagnosis, End.SOURCE, Check.METADATA_LOG).level()).isEqualTo(Level.WARN);
    assertThat(checks(diagnosis, End.SOURCE)).doesNotContain(Check.LOG_TRIM);
    assertThat(diagnosis.refused()).isFalse();
  }

  @Test
  void aSourceWithoutARealmGetsOneFirst() {
    Diagnosis diagnosis = Diagnosis.of(source(end -> periodIs(Optional.empty()).apply(bare(end))));

    assertThat(finding(diagnosis, End.SOURCE, Check.DATA_LOG).fix())
        .filteredOn(line -> line.startsWith("radosgw-admin"))
        .containsExactly(
            "radosgw-admin realm create --rgw-realm=default --default",
            "radosgw-admin zonegroup modify --rgw-realm=default --rgw-zonegroup=default --master"
                + " --default",
            "radosgw-admin zone modify --rgw-realm=default --rgw-zonegroup=default"
                + " --rgw-zone=master-1 --master --default",
            "radosgw-admin zone create --rgw-zonegroup=default --rgw-zone=master-1-peer",
            "radosgw-admin period update --commit");
  }

  /** How far back the data log reaches decides; what was emptied long ago is forgiven. */
  @ParameterizedTest
  @CsvSource({
    "9, 0, 180, OK,   still has its entries since 2026-03-04 09:00 UTC",
    "9, 5, 180, OK,   still has its entries since",
    "9, 0,  29, WARN, shows once it has entries older than 30 min",
    "0, 0,  -1, WARN, shows once it has entries older than 30 min",
    "9, 9,  -1, WARN, 9 of 9 data log shards in use were emptied",
    "9, 8,   2, WARN, 8 of 9 data log shards in use were emptied"
  })
  void whatTheDataLogStillHasTellsWhetherItIsTrimmed(
      int shards, int emptied, long oldestMinutes, Level level, String words) {
    Optional<Instant> oldest =
        oldestMinutes < 0
            ? Optional.empty()
            : Optional.of(NOW.minus(Duration.ofMinutes(oldestMinutes)));
    DataLogReach reach = new DataLogReach(shards, emptied, oldest);

    Finding trim =
        finding(
            Diagnosis.of(
                logs(s -> new SourceFacts(s.metadataLog(), Reply.of(reach), s.lifecycle()))),
            End.SOURCE,
            Check.LOG_TRIM);

    assertThat(trim.level()).isEqualTo(level);
    assertThat(trim.message()).contains(words);
    if (level != Level.OK) {
      assertThat(trim.fix()).contains("ceph config set client.rgw rgw_sync_log_trim_interval 0");
    }
  }

  @Test
  void gyreMustNotTrimWhatAnotherZoneReads() {
    Member peer = new Member("z9", "peer", "g1", true, true, Set.of());
    Facts facts = source(periodIs(Optional.of(period("z1", member("1"), peer))));

    assertThat(finding(Diagnosis.of(facts), End.SOURCE, Check.LOG_READERS).level())
        .isEqualTo(Level.OK);
    assertThat(finding(Diagnosis.of(trimming(facts)), End.SOURCE, Check.LOG_READERS).level())
        .isEqualTo(Level.FAIL);
  }

  @ParameterizedTest
  @CsvSource({
    "z9, g1, true,  true,  '',       true",
    "z9, g1, true,  false, master-1, true",
    "z9, g1, true,  false, other,    false",
    "z9, g2, true,  true,  '',       false",
    "z9, g1, false, true,  '',       false",
    "z1, g1, true,  true,  '',       false"
  })
  void whoReadsTheLogs(
      String id, String group, boolean deployed, boolean all, String from, boolean reads) {
    Member other = new Member(id, "other", group, deployed, all, Set.of(from));
    Facts facts = source(periodIs(Optional.of(period("z5", member("1"), other))));

    assertThat(
            finding(Diagnosis.of(facts), End.SOURCE, Check.LOG_READERS)
                .message()
                .contains("other syncs from master-1"))
        .isEqualTo(reads);
  }

  private static EndFacts bare(EndFacts end) {
    return zoneIs(withoutRealm("1")).apply(end);
  }
}
