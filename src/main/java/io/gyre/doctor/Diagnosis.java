package io.gyre.doctor;

import io.gyre.metadata.ZoneFacts;
import java.util.ArrayList;
import java.util.List;

/**
 * What the facts mean, point by point: the source, the destination, this host.
 *
 * @param findings in the order in which they are read
 */
public record Diagnosis(List<Finding> findings) {
  public Diagnosis {
    findings = List.copyOf(findings);
  }

  /** Judges. */
  public static Diagnosis of(Facts facts) {
    List<Finding> findings = new ArrayList<>();
    findings.addAll(end(facts.source(), source(facts)));
    if (facts.target() instanceof Target.Zone zone) {
      findings.addAll(end(zone.facts(), destination(facts, zone)));
      findings.addAll(ClockChecks.here(facts.source(), zone.facts()));
    } else if (facts.target() instanceof Target.Store store) {
      findings.addAll(StoreChecks.of(store, sourceZone(facts)));
      findings.addAll(MapChecks.names(facts.contents()));
    }
    findings.addAll(StateChecks.of(facts));
    return new Diagnosis(findings);
  }

  /** Whether anything of that level was found. */
  public long count(Level level) {
    return findings.stream().filter(finding -> finding.level() == level).count();
  }

  /** Whether an endpoint could not be reached, or refused our credentials. */
  public boolean refused() {
    return findings.stream()
        .filter(finding -> finding.level() == Level.FAIL)
        .anyMatch(
            finding -> finding.check() == Check.ENDPOINT || finding.check() == Check.CREDENTIALS);
  }

  /** Of an end that cannot be reached, or does not know us, nothing more is said. */
  private static List<Finding> end(EndFacts end, List<Finding> more) {
    List<Finding> findings = new ArrayList<>(EndpointChecks.of(end));
    if (!end.reached()) {
      findings.add(theRest(end, "not checked, since no endpoint answers"));
      return findings;
    }
    findings.addAll(ClockChecks.of(end));
    findings.addAll(VersionCheck.of(end));
    findings.addAll(CredentialChecks.of(end));
    if (CredentialChecks.refused(end)) {
      findings.add(theRest(end, "not checked, since our credentials are refused"));
      return findings;
    }
    findings.addAll(more);
    return findings;
  }

  private static Finding theRest(EndFacts end, String why) {
    return Finding.warn(
        end.end(), Check.THE_REST, why, List.of("# mend the above, then run doctor again"));
  }

  private static List<Finding> source(Facts facts) {
    List<Finding> findings = new ArrayList<>(ZoneChecks.of(facts.source()));
    findings.addAll(LogChecks.of(facts));
    findings.addAll(ContentChecks.ofSource(facts.contents()));
    return findings;
  }

  private static List<Finding> destination(Facts facts, Target.Zone zone) {
    List<Finding> findings = new ArrayList<>(ZoneChecks.of(zone.facts()));
    findings.add(LeaseCheck.of(zone.only().lease()));
    findings.addAll(RouteChecks.of(facts, zone.facts()));
    findings.addAll(MapChecks.names(facts.contents()));
    findings.addAll(MapChecks.ofZone(facts.contents().map(), zone));
    findings.addAll(ContentChecks.ofDestination(facts.contents()));
    return findings;
  }

  private static String sourceZone(Facts facts) {
    return facts.source().zone().either(ZoneFacts::zoneName, failure -> "?");
  }
}
