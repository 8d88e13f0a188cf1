package io.gyre.doctor;

import io.gyre.doctor.Period.Member;
import io.gyre.metadata.ZoneFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether the source writes logs, who else reads them, and whether they stay long enough. */
final class LogChecks {
  private LogChecks() {}

  static List<Finding> of(Facts facts) {
    Optional<ZoneFacts> known = facts.source().zone().answer();
    if (known.isEmpty()) {
      return List.of();
    }
    ZoneFacts zone = known.get();
    List<Finding> findings = new ArrayList<>();
    findings.add(dataLog(zone));
    findings.add(metadataLog(facts, zone));
    if (zone.logsData()) {
      List<Member> readers = readers(facts.source(), zone);
      findings.add(logReaders(facts, zone, readers));
      findings.add(TrimCheck.of(facts, readers));
    }
    return findings;
  }

  private static Finding dataLog(ZoneFacts zone) {
    return zone.logsData()
        ? Finding.ok(
            End.SOURCE, Check.DATA_LOG, "zone " + zone.zoneName() + " logs changes of objects")
        : Finding.fail(
            End.SOURCE,
            Check.DATA_LOG,
            "zone "
                + zone.zoneName()
                + " writes no data log and no bucket index logs: changes cannot be followed",
            Remedies.writeLogs(zone));
  }

  private static Finding metadataLog(Facts facts, ZoneFacts zone) {
    if (zone.realmId().isEmpty() || zone.zonesInPeriod() < 2) {
      return without(
          "zone " + zone.zoneName() + " writes none: it has no second zone",
          zone.logsData()
              ? Remedies.writeLogs(zone)
              : List.of("# mended by the same commands as the data log"));
    }
    Optional<Period> period = facts.source().period().answer().flatMap(found -> found);
    if (period.filter(found -> !found.masterZone().equals(zone.zoneId())).isPresent()) {
      return without(
          "zone " + zone.zoneName() + " writes none: its realm's master zone does",
          List.of("# replicate from the realm's master zone instead, if you can"));
    }
    return facts
        .sourceOnly()
        .metadataLog()
        .either(
            there ->
                there
                    ? Finding.ok(
                        End.SOURCE,
                        Check.METADATA_LOG,
                        "zone " + zone.zoneName() + " logs changes of users and buckets")
                    : without(
                        "the gateway has none to show: its sync thread has never run",
                        Remedies.writeMetadataLog()),
            failure ->
                Finding.warn(
                    End.SOURCE,
                    Check.METADATA_LOG,
                    "cannot be told: " + failure.getMessage(),
                    Remedies.lookForMetadataLog()));
  }

  private static Finding without(String message, List<String> fix) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "# meanwhile users and buckets are compared in full, see polling.metadata-full-interval");
    lines.addAll(fix);
    return Finding.warn(End.SOURCE, Check.METADATA_LOG, message, lines);
  }

  private static List<Member> readers(EndFacts source, ZoneFacts zone) {
    return source
        .period()
        .answer()
        .flatMap(found -> found)
        .map(period -> period.readersOf(zone.zoneId()))
        .orElse(List.of());
  }

  private static Finding logReaders(Facts facts, ZoneFacts zone, List<Member> readers) {
    if (facts.source().period().answer().isEmpty()) {
      return Finding.warn(
          End.SOURCE,
          Check.LOG_READERS,
          "cannot be told: the period was not read",
          Remedies.lookForReaders(facts.trim()));
    }
    if (readers.isEmpty()) {
      return Finding.ok(
          End.SOURCE, Check.LOG_READERS, "no other zone with an endpoint syncs from it");
    }
    String names = readers.stream().map(Member::name).collect(Collectors.joining(", "));
    return facts.trim()
        ? Finding.fail(
            End.SOURCE,
            Check.LOG_READERS,
            names + " syncs from " + zone.zoneName() + ": Gyre must not trim what it has not read",
            List.of("# trim: false in the configuration"))
        : Finding.ok(
            End.SOURCE,
            Check.LOG_READERS,
            names + " syncs from " + zone.zoneName() + ", too; Gyre only reads the logs");
  }
}
