package io.gyre.doctor;

import io.gyre.doctor.EndFacts.AtEndpoint;
import io.gyre.failure.GatewayException;
import io.gyre.metadata.ZoneFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the endpoints of an end serve one zone, and the one that is meant. */
final class ZoneChecks {
  private static final String IS_IT_A_GATEWAY =
      "# is this a RADOS gateway, or something in front of it that answers in its place?";

  private ZoneChecks() {}

  static List<Finding> of(EndFacts end) {
    return end.zone()
        .either(
            zone -> {
              List<Finding> findings = new ArrayList<>();
              findings.add(named(end, zone));
              end.endpoints().forEach(at -> stranger(end, zone, at).ifPresent(findings::add));
              secondary(end, zone).ifPresent(findings::add);
              return findings;
            },
            failure ->
                List.of(
                    fail(
                        end,
                        "cannot be told: " + failure.getMessage(),
                        "curl -sS "
                            + end.endpoints().get(0).endpoint()
                            + "/swift/info   "
                            + IS_IT_A_GATEWAY)));
  }

  private static Finding named(EndFacts end, ZoneFacts zone) {
    Optional<String> wrong = end.configuredZone().filter(name -> !name.equals(zone.zoneName()));
    if (wrong.isPresent()) {
      return fail(
          end,
          "the configuration expects zone " + wrong.get() + ", the gateway serves " + said(zone),
          "# put the right endpoints into "
              + end.end()
              + ".endpoint, or the right name into "
              + end.end()
              + ".zone");
    }
    return Finding.ok(end.end(), Check.ZONE, said(zone));
  }

  private static String said(ZoneFacts zone) {
    return zone.realmId().isEmpty()
        ? "zone " + zone.zoneName() + ", without a realm"
        : "zone " + zone.zoneName() + " of zonegroup " + zone.zonegroupName();
  }

  private static Optional<Finding> stranger(EndFacts end, ZoneFacts zone, AtEndpoint at) {
    return at.greeting().answer().isEmpty()
        ? Optional.empty() // said already
        : at.zone()
            .either(
                there -> otherZone(end, zone, at, there), failure -> unreadable(end, at, failure));
  }

  private static Optional<Finding> otherZone(
      EndFacts end, ZoneFacts zone, AtEndpoint at, ZoneFacts there) {
    return there.zoneId().equals(zone.zoneId())
        ? Optional.empty()
        : Optional.of(
            fail(
                end,
                at.endpoint() + " serves another zone than the rest: " + there.zoneName(),
                "# all endpoints of " + end.end() + ".endpoint have to serve one zone"));
  }

  private static Optional<Finding> unreadable(
      EndFacts end, AtEndpoint at, GatewayException failure) {
    return Optional.of(
        fail(
            end,
            "cannot be told at " + at.endpoint() + ": " + failure.getMessage(),
            IS_IT_A_GATEWAY));
  }

  /** Metadata is written where it is sent to; in a secondary zone it stays there. */
  private static Optional<Finding> secondary(EndFacts end, ZoneFacts zone) {
    Optional<Period> period = end.period().answer().flatMap(found -> found);
    return end.end() == End.DESTINATION
        ? period
            .filter(found -> !found.masterZone().equals(zone.zoneId()))
            .map(
                found ->
                    Finding.warn(
                        end.end(),
                        Check.ZONE,
                        "it is not the master zone of its realm: users and buckets written here do"
                            + " not reach the realm's other zones",
                        List.of("# replicate to the realm's master zone instead")))
        : Optional.empty();
  }

  private static Finding fail(EndFacts end, String message, String fix) {
    return Finding.fail(end.end(), Check.ZONE, message, List.of(fix));
  }
}
