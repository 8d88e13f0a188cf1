package io.gyre.check;

import io.gyre.check.RepairStep.Kind;
import io.gyre.log.ListedVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What has to be copied, or removed, of a key that was found to differ: exactly what does. Pure.
 *
 * @param steps oldest version first, removals last
 * @param extras versions that only the destination has, whether or not there is a step for them
 */
public record RepairPlan(List<RepairStep> steps, List<String> extras) {
  /** Copies the lists. */
  public RepairPlan {
    steps = List.copyOf(steps);
    extras = List.copyOf(extras);
  }

  /**
   * @param now both listings of the key, without what is not replicated
   * @param aspects what was found to differ; empty where one of the ends did not have the key
   * @param deleteExtra whether what only the destination has may be removed
   */
  static RepairPlan of(KeyPair now, List<Aspect> aspects, boolean deleteExtra) {
    Set<String> named = named(now, aspects);
    Map<String, ListedVersion> there = new HashMap<>();
    now.destination().forEach(row -> there.put(row.versionId(), row));
    List<RepairStep> steps = new ArrayList<>();
    for (int i = now.source().size() - 1; i >= 0; i--) {
      ListedVersion row = now.source().get(i);
      ListedVersion other = there.remove(row.versionId());
      boolean missing = other == null || other.deleteMarker() != row.deleteMarker();
      if (missing || named.contains(row.versionId())) {
        steps.add(
            new RepairStep(
                row.versionId(), row.deleteMarker() ? Kind.MARK : Kind.WRITE, row.olhEpoch()));
      }
    }
    List<String> extras =
        now.destination().stream()
            .map(ListedVersion::versionId)
            .filter(there::containsKey)
            .distinct()
            .toList();
    if (deleteExtra) {
      extras.forEach(id -> steps.add(new RepairStep(id, Kind.REMOVE, OptionalLong.empty())));
    }
    return new RepairPlan(steps, extras);
  }

  /** Of a wrong order it is enough to look at one version: whoever copies orders them all. */
  private static Set<String> named(KeyPair now, List<Aspect> aspects) {
    Set<String> named = new HashSet<>();
    aspects.forEach(aspect -> named.add(aspect.version()));
    boolean truncated = aspects.size() >= Look.MAX_ASPECTS;
    if (truncated) {
      now.source().forEach(row -> named.add(row.versionId()));
    } else if (named.contains("") && !now.source().isEmpty()) {
      named.add(now.source().get(0).versionId());
    }
    return named;
  }
}
