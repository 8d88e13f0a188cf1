package io.gyre.check;

import io.gyre.log.ListedVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Compares what both listings show of a key. Pure. */
final class ListingComparison {
  /** Versions that the order of versions is told with. */
  private static final int SHOWN = 20;

  private static final String PRESENT = "present";
  private static final String ABSENT = "absent";

  /** What listings alone tell. */
  enum Agreement {
    EQUAL,
    /** Only ETags differ: the destination's objects may say that they are copies all the same. */
    DOUBTFUL,
    DIFFERENT
  }

  private final Allowed allowed;

  ListingComparison(Allowed allowed) {
    this.allowed = allowed;
  }

  /** Says quickly what nearly all keys are: equal. */
  Agreement agreement(KeyPair pair) {
    List<ListedVersion> source = pair.source();
    List<ListedVersion> destination = pair.destination();
    if (source.size() != destination.size()) {
      return Agreement.DIFFERENT;
    }
    Agreement all = Agreement.EQUAL;
    for (int i = 0; i < source.size(); i++) {
      ListedVersion here = source.get(i);
      ListedVersion there = destination.get(i);
      if (!samePlace(here, there) || !sameBesideEtag(here, there)) {
        return Agreement.DIFFERENT;
      }
      if (isDoubtful(here, there)) {
        all = Agreement.DOUBTFUL;
      }
    }
    return all;
  }

  private static boolean samePlace(ListedVersion here, ListedVersion there) {
    return here.versionId().equals(there.versionId())
        && here.deleteMarker() == there.deleteMarker()
        && here.latest() == there.latest();
  }

  private boolean sameBesideEtag(ListedVersion here, ListedVersion there) {
    return here.deleteMarker()
        ? allowed.sameOwner(here.owner(), there.owner())
        : here.size() == there.size()
            && allowed.sameClass(here.storageClass(), there.storageClass());
  }

  /**
   * Whether the versions themselves have to say which ETags they have. An object whose parts are
   * not known has another one at the destination; and "radosgw-admin bucket chown" empties those of
   * listings.
   */
  static boolean isDoubtful(ListedVersion here, ListedVersion there) {
    return !here.deleteMarker()
        && !there.deleteMarker()
        && (here.etag().isEmpty() || !here.etag().equals(there.etag()));
  }

  /** What a look is that goes no further than listings. */
  Look look(KeyPair pair) {
    List<ListedVersion> here = List.copyOf(pair.source());
    return here.isEmpty() || pair.destination().isEmpty()
        ? Look.absent(!here.isEmpty(), !pair.destination().isEmpty(), here)
        : Look.of(differences(pair), here);
  }

  /** All that differs, save ETags: these are compared where the versions are. */
  List<Aspect> differences(KeyPair pair) {
    List<Aspect> found = new ArrayList<>();
    Map<String, ListedVersion> there = byId(pair.destination());
    byId(pair.source())
        .forEach(
            (id, version) -> {
              ListedVersion other = there.remove(id);
              if (other == null) {
                found.add(new Aspect(id, kind(version), PRESENT, ABSENT));
              } else {
                compare(version, other, found);
              }
            });
    there.forEach((id, version) -> found.add(new Aspect(id, kind(version), ABSENT, PRESENT)));
    if (found.isEmpty() && !sequence(pair.source()).equals(sequence(pair.destination()))) {
      found.add(order(pair));
    }
    return found;
  }

  private static Map<String, ListedVersion> byId(List<ListedVersion> versions) {
    Map<String, ListedVersion> byId = new LinkedHashMap<>();
    versions.forEach(version -> byId.putIfAbsent(version.versionId(), version));
    return byId;
  }

  private void compare(ListedVersion here, ListedVersion there, List<Aspect> found) {
    String id = here.versionId();
    if (here.deleteMarker() != there.deleteMarker()) {
      found.add(new Aspect(id, "kind", kind(here), kind(there)));
      return;
    }
    if (here.deleteMarker() && !allowed.sameOwner(here.owner(), there.owner())) {
      found.add(new Aspect(id, "owner", here.owner(), there.owner()));
    }
    if (!here.deleteMarker()) {
      if (here.size() != there.size()) {
        found.add(new Aspect(id, "size", "" + here.size(), "" + there.size()));
      }
      if (!allowed.sameClass(here.storageClass(), there.storageClass())) {
        found.add(new Aspect(id, "storage class", here.storageClass(), there.storageClass()));
      }
    }
  }

  private static String kind(ListedVersion version) {
    return version.deleteMarker() ? "delete marker" : "version";
  }

  /** Also of an id that a damaged index lists several times. */
  private static Aspect order(KeyPair pair) {
    return new Aspect(
        "",
        "order of versions, newest first",
        shown(sequence(pair.source())),
        shown(sequence(pair.destination())));
  }

  private static List<String> sequence(List<ListedVersion> versions) {
    return versions.stream()
        .map(version -> version.versionId() + (version.latest() ? " (current)" : ""))
        .toList();
  }

  private static String shown(List<String> sequence) {
    return sequence.stream().limit(SHOWN).collect(Collectors.joining(", "))
        + (sequence.size() > SHOWN ? ", ..." : "");
  }
}
