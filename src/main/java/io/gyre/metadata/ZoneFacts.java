package io.gyre.metadata;

import java.util.Set;

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
