package io.gyre.doctor;

import io.gyre.log.BucketName;
import io.gyre.map.ClassMap;
import io.gyre.map.Mapping;
import io.gyre.map.NameClashes;
import io.gyre.map.Places;
import io.gyre.metadata.ZoneFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether the destination can have what the rules of {@code map} say. Pure. */
final class MapChecks {
  private static final int MAX_NAMED = 5;

  private MapChecks() {}

  /** Of any destination. */
  static List<Finding> names(Contents contents) {
    return contents.map().places().buckets().isEmpty()
        ? List.of()
        : contents
            .source()
            .answer()
            .map(look -> together(names(look, contents.map()), look, contents.map().places()))
            .orElse(List.of());
  }

  private static Finding names(BucketsLook look, Mapping map) {
    NameClashes names = new NameClashes(map.places());
    List<String> found =
        look.buckets().stream()
            .flatMap(bucket -> names.add(bucket.bucket()).stream())
            .map(clash -> clash.one() + " and " + clash.other() + " in " + clash.there())
            .toList();
    return found.isEmpty()
        ? Finding.ok(
            End.DESTINATION, Check.MAP, "map gives no two buckets one place (" + look.scope() + ")")
        : Finding.fail(
            End.DESTINATION,
            Check.MAP,
            "map.buckets gives two buckets one name, and map.keys no prefixes that keep their keys"
                + " apart, so that 'sync' does not start, or refuses one of them: "
                + named(found),
            List.of(
                "# give each a prefix of its own with map.keys, neither of which begins with the"
                    + " other, change map.buckets, or leave one of them out with select.buckets"));
  }

  private static List<Finding> together(Finding names, BucketsLook look, Places places) {
    Map<BucketName, BucketTraits> deciders = deciders(look, places);
    List<String> apart =
        look.buckets().stream()
            .filter(bucket -> places.mayShare(bucket.bucket()))
            .flatMap(
                bucket ->
                    Optional.ofNullable(deciders.get(places.nameOf(bucket.bucket())))
                        .filter(
                            first ->
                                first.versioning().everEnabled()
                                    != bucket.versioning().everEnabled())
                        .map(first -> first.bucket() + " and " + bucket.bucket())
                        .map(both -> both + " in " + places.nameOf(bucket.bucket()))
                        .stream())
            .toList();
    return apart.isEmpty()
        ? List.of(names)
        : List.of(
            names,
            Finding.fail(
                End.DESTINATION,
                Check.MAP,
                "map puts buckets that keep versions together with some that never did, so that"
                    + " 'sync' refuses one of them: "
                    + named(apart),
                List.of("# enable versioning for both at the source, or change map.buckets")));
  }

  /** Of those that may be in one there, by the name there, the first by name: it decides. */
  static Map<BucketName, BucketTraits> deciders(BucketsLook look, Places places) {
    return look.buckets().stream()
        .filter(bucket -> places.mayShare(bucket.bucket()))
        .collect(
            Collectors.toMap(
                bucket -> places.nameOf(bucket.bucket()),
                Function.identity(),
                (one, other) -> one.bucket().compareTo(other.bucket()) < 0 ? one : other));
  }

  private static String named(List<String> found) {
    return found.stream().limit(MAX_NAMED).collect(Collectors.joining("; "))
        + (found.size() > MAX_NAMED ? " and " + (found.size() - MAX_NAMED) + " more" : "");
  }

  /** Of a zone. */
  static List<Finding> ofZone(Mapping map, Target.Zone zone) {
    List<Finding> findings = new ArrayList<>();
    if (!map.owners().isEmpty()) {
      findings.add(
          zone.only()
              .missingUsers()
              .either(
                  MapChecks::owners,
                  failure ->
                      Finding.warn(
                          End.DESTINATION,
                          Check.MAP,
                          "it does not say whether it has the users of map.owners: "
                              + failure.getMessage(),
                          List.of("# mend the above, then run doctor again"))));
    }
    Optional<ZoneFacts> facts = zone.facts().zone().answer();
    if (!map.classes().isEmpty() && facts.isPresent()) {
      findings.add(classes(map.classes(), facts.get()));
    }
    return findings;
  }

  private static Finding owners(List<String> missing) {
    return missing.isEmpty()
        ? Finding.ok(End.DESTINATION, Check.MAP, "it has all users of map.owners")
        : Finding.fail(
            End.DESTINATION,
            Check.MAP,
            "map.owners gives things to users that it does not have: "
                + String.join(", ", missing)
                + ". They are not copied",
            missing.stream()
                .map(
                    uid ->
                        "radosgw-admin user create --uid='"
                            + uid
                            + "' --display-name='"
                            + uid
                            + "'   # on a host of the destination")
                .toList());
  }

  private static Finding classes(ClassMap classes, ZoneFacts zone) {
    Set<String> missing = classes.lackedBy(zone.storageClasses());
    return missing.isEmpty()
        ? Finding.ok(End.DESTINATION, Check.MAP, "it has all classes of map.storage-classes")
        : Finding.warn(
            End.DESTINATION,
            Check.MAP,
            "map.storage-classes names classes that not every placement target of it has: "
                + String.join(", ", missing)
                + ". Such objects go to STANDARD",
            Remedies.addPlacements(
                zone,
                missing.stream()
                    .map(name -> zone.defaultPlacement() + "/" + name)
                    .collect(Collectors.toSet())));
  }
}
