package io.gyre.doctor;

import io.gyre.metadata.ZoneFacts;
import java.util.ArrayList;
import java.util.List;

/**
 * The commands of a switch-over, and of the way back: shell lines, words behind {@code #}. Pure.
 *
 * @param next in the order in which they are to be given
 * @param back what brings the changes that are made from then on back to where they came from
 */
public record CutoverSteps(List<String> next, List<String> back) {
  /** Copies the lists. */
  public CutoverSteps {
    next = List.copyOf(next);
    back = List.copyOf(back);
  }

  /** For a route. */
  public static CutoverSteps of(CutoverFacts facts) {
    List<String> next = new ArrayList<>();
    if (!facts.sourceReadOnly()) {
      next.add("# on a host of the source: from now on nobody but system users writes there");
      next.addAll(access(facts.source(), true, End.SOURCE));
    }
    next.add("# what was written last arrives; both have to exit with 0");
    if (facts.running()) {
      next.add("systemctl stop gyre   # or however 'sync' was started");
    }
    next.add("gyre sync " + facts.command() + " --once");
    next.add("gyre check " + facts.command());
    facts.destination().ifPresent(zone -> open(facts, zone, next));
    next.add("# point clients, and names in DNS, to " + facts.endpoint());
    return new CutoverSteps(
        next, facts.destination().map(CutoverSteps::back).orElseGet(CutoverSteps::noWay));
  }

  private static void open(CutoverFacts facts, ZoneFacts zone, List<String> next) {
    if (facts.destinationReadOnly()) {
      next.add("# on a host of the destination: everybody may write there");
      next.addAll(access(zone, false, End.DESTINATION));
    }
    if (!facts.master()) {
      next.add("# on a host of the destination: it becomes the master zone of its realm");
      next.add("radosgw-admin zone modify --rgw-zone=" + zone.zoneName() + " --master");
      next.add(Remedies.COMMIT);
    }
    if (facts.rules()) {
      next.add("# on a host of the destination: lifecycle rules that were replicated are applied");
      next.add(Remedies.APPLY_RULES);
    }
  }

  static List<String> access(ZoneFacts zone, boolean readOnly, End end) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "radosgw-admin zone modify --rgw-zone="
            + zone.zoneName()
            + (readOnly ? " --read-only" : " --read-only=false"));
    if (!zone.realmId().isEmpty()) {
      lines.add(Remedies.COMMIT);
    }
    lines.add(Remedies.restart(end));
    return lines;
  }

  private static List<String> back(ZoneFacts zone) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "# a configuration of its own, back.yaml: 'source' and 'destination' of this one swapped, a");
    lines.add(
        "# 'state' of its own, and adopt: [all], as the old source has everything under ids of its own");
    if (!zone.logsData()) {
      lines.add("# on a host of the new source, which writes no logs yet:");
      lines.addAll(Remedies.writeLogs(zone));
    }
    lines.add("gyre doctor --config back.yaml");
    lines.add(
        "gyre sync --config back.yaml   # versions that are there are found; plain objects are copied again");
    lines.add("# and, when it is time: gyre cutover --config back.yaml");
    return lines;
  }

  private static List<String> noWay() {
    return List.of(
        "# a store writes no logs that could be followed: what is written to it from then on has to be",
        "# brought back by comparing listings, with rclone sync for instance. As long as nothing is:",
        "# point clients back to the source, and let everybody write there again");
  }
}
