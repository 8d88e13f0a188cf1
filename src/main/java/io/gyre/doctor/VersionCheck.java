package io.gyre.doctor;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which release the gateways are of, where they say it. */
final class VersionCheck {
  /** The series that Gyre's own tests run against. */
  static final String TESTED = "16.2.";

  private VersionCheck() {}

  static List<Finding> of(EndFacts end) {
    TreeSet<String> versions =
        end.endpoints().stream()
            .flatMap(at -> at.greeting().answer().stream())
            .flatMap(greeting -> greeting.version().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    String said = String.join(" and ", versions) + ", as /swift/info says";
    if (versions.isEmpty()) {
      return warn(end, "cannot be known: the gateway serves no /swift/info", "radosgw --version");
    }
    if (versions.size() > 1) {
      return warn(end, said + ": gateways of one zone should be of one release", "ceph versions");
    }
    return versions.first().startsWith(TESTED)
        ? List.of(Finding.ok(end.end(), Check.VERSION, said))
        : warn(end, said + "; Gyre is tested with " + TESTED + "x only", "ceph versions");
  }

  private static List<Finding> warn(EndFacts end, String message, String command) {
    return List.of(
        Finding.warn(
            end.end(),
            Check.VERSION,
            message,
            List.of(command + "   # on a host of the " + end.end())));
  }
}
