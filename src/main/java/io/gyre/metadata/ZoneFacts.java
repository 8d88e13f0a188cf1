package io.gyre.metadata;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a gateway says about the zone it serves.
 *
 * @param zoneId never empty
 * @param zonegroupId empty without a realm
 * @param realmId empty without a realm
 * @param placements the zonegroup's placement rules: {@code target} and {@code target/class}
 * @param logsData whether the zone writes a data log and bucket index logs
 * @param zonesInPeriod how many zones the current period has; 1 without a realm
 */
public record ZoneFacts(
    String zoneId,
    String zoneName,
    String zonegroupId,
    String zonegroupName,
    String realmId,
    Set<String> placements,
    String defaultPlacement,
    boolean logsData,
    int zonesInPeriod) {
  public ZoneFacts {
    placements = Set.copyOf(placements);
  }

  /** Whether this is that zone of that realm; an unknown (empty) realm may be any. */
  public boolean isZone(String otherId, String otherRealm) {
    return zoneId.equals(otherId)
        && (realmId.isEmpty() || otherRealm.isEmpty() || realmId.equals(otherRealm));
  }

  /** The storage classes that a bucket has whatever its placement target is. */
  public Set<String> storageClasses() {
    Set<String> targets = new HashSet<>(placements);
    targets.removeIf(placement -> placement.contains("/"));
    return placements.stream()
        .filter(placement -> placement.contains("/"))
        .map(placement -> placement.substring(placement.indexOf('/') + 1))
        .filter(found -> targets.stream().allMatch(to -> placements.contains(to + "/" + found)))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The same zone in a period of so many zones. */
  public ZoneFacts withZonesInPeriod(int zones) {
    return new ZoneFacts(
        zoneId,
        zoneName,
        zonegroupId,
        zonegroupName,
        realmId,
        placements,
        defaultPlacement,
        logsData,
        zones);
  }
}
