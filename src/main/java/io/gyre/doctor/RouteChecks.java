package io.gyre.doctor;

import io.gyre.map.ClassMap;
import io.gyre.metadata.ZoneFacts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Whether the source's zone can be replicated to the destination's. */
final class RouteChecks {
  private static final int MAX_NAMED = 5;

  private RouteChecks() {}

  static List<Finding> of(Facts facts, EndFacts there) {
    List<Finding> findings = new ArrayList<>();
    Optional<ZoneFacts> source = facts.source().zone().answer();
    Optional<ZoneFacts> destination = there.zone().answer();
    if (source.isPresent() && destination.isPresent()) {
      findings.add(route(source.get(), destination.get()));
      findings.add(placement(source.get(), destination.get(), facts.contents().map().classes()));
    }
    if (facts.source().reached() && !CredentialChecks.refused(facts.source())) {
      findings.add(lifecycle(facts.sourceOnly().lifecycle()));
    }
    return findings;
  }

  private static Finding route(ZoneFacts source, ZoneFacts destination) {
    if (source.zoneId().equals(destination.zoneId())) {
      return Finding.fail(
          End.DESTINATION,
          Check.ROUTE,
          "it is the source: both are zone " + source.zoneName() + ", id " + source.zoneId(),
          List.of("# another zone's endpoints into destination.endpoint"));
    }
    boolean oneRealm =
        !source.realmId().isEmpty() && source.realmId().equals(destination.realmId());
    return oneRealm
        ? Finding.warn(
            End.DESTINATION,
            Check.ROUTE,
            "both zones are of one realm: their gateways replicate to each other by themselves",
            List.of("radosgw-admin sync status"))
        : Finding.ok(
            End.DESTINATION,
            Check.ROUTE,
            "from zone " + source.zoneName() + " to zone " + destination.zoneName());
  }

  private static Finding placement(ZoneFacts source, ZoneFacts destination, ClassMap classes) {
    Set<String> missing = new HashSet<>(source.placements());
    missing.removeAll(destination.placements());
    // A storage class of a missing rule comes with the rule only where it is not the standard one.
    missing.removeIf(
        rule -> rule.endsWith("/STANDARD") && missing.contains(rule.replace("/STANDARD", "")));
    missing.removeIf(rule -> isMapped(rule, classes));
    return missing.isEmpty()
        ? Finding.ok(
            End.DESTINATION,
            Check.PLACEMENT,
            "it has all placement rules and storage classes of the source")
        : Finding.warn(
            End.DESTINATION,
            Check.PLACEMENT,
            "it lacks "
                + String.join(", ", new TreeSet<>(missing))
                + ": such buckets and objects go to "
                + destination.defaultPlacement(),
            Remedies.addPlacements(destination, missing));
  }

  /** Nothing goes to a class that a rule gives another one for. */
  private static boolean isMapped(String rule, ClassMap classes) {
    int slash = rule.indexOf('/');
    return slash >= 0 && classes.ruled(rule.substring(slash + 1)).isPresent();
  }

  private static Finding lifecycle(Reply<LifecycleLook> look) {
    return look.either(
        RouteChecks::rules,
        failure ->
            Finding.warn(
                End.DESTINATION,
                Check.LIFECYCLE,
                "the source's rules cannot be read: " + failure.getMessage(),
                Remedies.lookForRules()));
  }

  private static Finding rules(LifecycleLook look) {
    String scope =
        look.complete()
            ? "all %d buckets of the source looked at".formatted(look.looked())
            : "the first %d buckets of the source looked at".formatted(look.looked());
    return look.withRules().isEmpty()
        ? Finding.ok(End.DESTINATION, Check.LIFECYCLE, "no rules (" + scope + ")")
        : Finding.warn(
            End.DESTINATION,
            Check.LIFECYCLE,
            "the source has rules for " + named(look.withRules()) + " (" + scope + ")",
            List.of(
                "# Pacific does not apply rules that were replicated before it is told to: do so after"
                    + " the first copy,",
                "# whenever rules change, and at a switch-over",
                Remedies.APPLY_RULES));
  }

  private static String named(List<String> buckets) {
    String first = String.join(", ", buckets.subList(0, Math.min(MAX_NAMED, buckets.size())));
    int more = buckets.size() - MAX_NAMED;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
