package io.gyre.doctor;

import java.util.List;
import java.util.Set;

/**
 * The zones that a zone forms a realm with.
 *
 * @param masterZone id of the zone that keeps the realm's metadata
 */
public record Period(String masterZone, List<Member> members) {
  public Period {
    members = List.copyOf(members);
  }

  /**
   * One zone.
   *
   * @param deployed whether it has endpoints, so that others can ask it
   * @param readsAll whether it syncs from every zone of its zonegroup
   * @param reads names of the zones that it syncs from, when not from all
   */
  public record Member(
      String id,
      String name,
      String zonegroupId,
      boolean deployed,
      boolean readsAll,
      Set<String> reads) {
    public Member {
      reads = Set.copyOf(reads);
    }

    /** Whether this zone reads another one's data log. */
    public boolean readsLogsOf(Member other) {
      return !id.equals(other.id)
          && zonegroupId.equals(other.zonegroupId)
          && (readsAll || reads.contains(other.name));
    }
  }
}
