package io.gyre.doctor;

import java.util.List;
import java.util.Optional;
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

  /** Whether a zone is a member. */
  public boolean has(String zoneId) {
    return members.stream().anyMatch(member -> member.id().equals(zoneId));
  }

  /**
   * Other zones with endpoints that may read a zone's logs: its data log, if they sync from it, and
   * all of them its metadata log, if it is the master zone. All of them, too, where the zone itself
   * is not among the members.
   */
  public List<Member> readersOf(String zoneId) {
    Optional<Member> self =
        members.stream().filter(member -> member.id().equals(zoneId)).findFirst();
    return members.stream()
        .filter(Member::deployed)
        .filter(member -> !member.id().equals(zoneId))
        .filter(
            member ->
                self.isEmpty()
                    || masterZone.equals(zoneId)
                    || self.filter(member::readsLogsOf).isPresent())
        .toList();
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
