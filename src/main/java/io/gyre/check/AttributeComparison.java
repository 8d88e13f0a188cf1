package io.gyre.check;

import io.gyre.check.ObjectFacts.AccessGrant;
import io.gyre.check.ObjectFacts.Acl;
import io.gyre.check.ObjectFacts.Retention;
import io.gyre.check.ObjectFacts.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares what both ends have of one version. Values that only its owner knows are not told. */
final class AttributeComparison {
  /**
   * A version without retention is given one as short as this at the destination, where its bucket
   * has a default one, or the source's was ended before its time.
   */
  private static final Duration SHORTEST_RETENTION = Duration.ofSeconds(60);

  private final Allowed allowed;

  AttributeComparison(Allowed allowed) {
    this.allowed = allowed;
  }

  /**
   * @param version its id, for what is told
   * @param ignored users that the destination does not have, and gets no grants for
   */
  List<Aspect> differences(
      String version,
      ObjectFacts source,
      ObjectFacts destination,
      Depth depth,
      Set<String> ignored,
      Instant now) {
    List<Aspect> found = new ArrayList<>();
    data(version, source, destination, found);
    if (depth.asksForVersions()) {
      acl(version, source.acl(), destination.acl(), ignored, found);
      differing(source.headers(), destination.headers()).stream()
          .map(name -> Aspect.hidden(version, name))
          .forEach(found::add);
      tags(version, source.tags(), destination.tags(), found);
      lock(version, source, destination, now, found);
    }
    return found;
  }

  private void data(String id, ObjectFacts source, ObjectFacts destination, List<Aspect> found) {
    add(found, id, "size", source.size(), destination.size());
    if (!source.etag().equals(destination.sourceEtag())) {
      add(found, id, "ETag", source.etag(), destination.etag());
    }
    if (!allowed.sameClass(source.storageClass(), destination.storageClass())) {
      found.add(new Aspect(id, "storage class", source.storageClass(), destination.storageClass()));
    }
    add(found, id, "SHA-256", source.sha256().orElse(""), destination.sha256().orElse(""));
  }

  private void acl(
      String id, Acl source, Acl destination, Set<String> ignored, List<Aspect> found) {
    if (!source.owner().isEmpty() && !allowed.sameOwner(source.owner(), destination.owner())) {
      add(found, id, "owner", source.owner(), destination.owner());
    }
    Set<AccessGrant> wanted = wanted(source, destination);
    wanted.removeIf(grant -> ignored.contains(grant.uid()));
    if (!wanted.equals(destination.grants())) {
      add(found, id, "ACL", shown(wanted), shown(destination.grants()));
    }
  }

  /** One who stands in for the owner has what the owner has at the source. */
  private Set<AccessGrant> wanted(Acl source, Acl destination) {
    String owner = destination.owner();
    return source.grants().stream()
        .map(
            grant ->
                allowed.standsIn(owner) && grant.uid().equals(source.owner())
                    ? new AccessGrant(owner, "", grant.permission())
                    : new AccessGrant(
                        allowed.ownerOf(grant.uid()), grant.group(), grant.permission()))
        .collect(Collectors.toCollection(HashSet::new));
  }

  /**
   * Users who have a grant at the source only: where the destination does not have them it has
   * nothing to grant.
   */
  Set<String> ungranted(ObjectFacts source, ObjectFacts destination) {
    Set<AccessGrant> missing = wanted(source.acl(), destination.acl());
    missing.removeAll(destination.acl().grants());
    return missing.stream()
        .map(AccessGrant::uid)
        .filter(uid -> !uid.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String shown(Set<AccessGrant> grants) {
    return grants.stream().map(AccessGrant::toString).sorted().collect(Collectors.joining(", "));
  }

  private static void tags(String id, Set<Tag> source, Set<Tag> destination, List<Aspect> found) {
    if (!source.equals(destination)) {
      found.add(Aspect.hidden(id, "tags"));
    }
  }

  private static Set<String> differing(
      Map<String, String> source, Map<String, String> destination) {
    Set<String> names = new TreeSet<>(source.keySet());
    names.addAll(destination.keySet());
    names.removeIf(name -> value(source, name).equals(value(destination, name)));
    return names;
  }

  private static Optional<String> value(Map<String, String> headers, String name) {
    return Optional.ofNullable(headers.get(name));
  }

  private static void lock(
      String id, ObjectFacts source, ObjectFacts destination, Instant now, List<Aspect> found) {
    if (!sameRetention(source.retention(), destination.retention(), now)) {
      add(found, id, "retention", shown(source.retention()), shown(destination.retention()));
    }
    add(found, id, "legal hold", source.legalHold(), destination.legalHold());
  }

  /** One that has ended is none. */
  private static boolean sameRetention(
      Optional<Retention> source, Optional<Retention> destination, Instant now) {
    Optional<Retention> wanted = source.filter(retention -> retention.until().isAfter(now));
    return wanted.isPresent()
        ? wanted.equals(destination)
        : destination
            .filter(retention -> retention.until().isAfter(now.plus(SHORTEST_RETENTION)))
            .isEmpty();
  }

  private static String shown(Optional<Retention> retention) {
    Function<Retention, String> text = kept -> kept.mode() + " until " + kept.until();
    return retention.map(text).orElse("none");
  }

  private static void add(
      List<Aspect> found, String id, String what, Object source, Object destination) {
    if (!source.equals(destination)) {
      found.add(new Aspect(id, what, source.toString(), destination.toString()));
    }
  }
}
