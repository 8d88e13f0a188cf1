package io.gyre.check;

import io.gyre.log.ListedVersion;
import io.gyre.select.Contents;
import io.gyre.select.Traits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Leaves out of a comparison what is not replicated. What the destination has of a version that the
 * source has and that is not selected is nobody's concern: it may be an older copy. Pure.
 */
final class SelectedVersions {
  private final Contents contents;

  SelectedVersions(Contents contents) {
    this.contents = contents;
  }

  /** Without what the source's listing tells to be left out. */
  KeyPair of(KeyPair pair, Instant now) {
    if (contents.objects().isEmpty()) {
      return pair;
    }
    Set<String> out = new HashSet<>();
    for (ListedVersion version : pair.source()) {
      if (!version.deleteMarker() && !contents.takeObject(traits(version), now)) {
        out.add(version.versionId());
      }
    }
    return without(pair, out);
  }

  /** Versions of the source of which only they themselves tell whether they are selected. */
  List<ListedVersion> doubtful(KeyPair pair) {
    if (!contents.objects().asksForTags()) {
      return List.of();
    }
    Set<Data> there = pair.destination().stream().map(Data::of).collect(Collectors.toSet());
    return pair.source().stream()
        .filter(version -> !version.deleteMarker() && !there.contains(Data.of(version)))
        .toList();
  }

  private record Data(String id, long size, String etag) {
    static Data of(ListedVersion version) {
      return new Data(version.versionId(), version.size(), version.etag());
    }
  }

  /** Whether a version is selected, by all that the source tells of it. */
  boolean take(ListedVersion version, ObjectFacts facts, Instant now) {
    Set<String> tags =
        facts.tags().stream().map(tag -> tag.key() + "=" + tag.value()).collect(Collectors.toSet());
    return contents.takeObject(
        Traits.of(facts.size(), version.mtime(), facts.storageClass()).with(tags), now);
  }

  private static Traits traits(ListedVersion version) {
    return Traits.of(version.size(), version.mtime(), version.storageClass());
  }

  /** Without these versions at either end. */
  static KeyPair without(KeyPair pair, Set<String> ids) {
    return ids.isEmpty()
        ? pair
        : new KeyPair(pair.key(), without(pair.source(), ids), without(pair.destination(), ids));
  }

  /** Which of the rest is current is told by their order only. */
  private static List<ListedVersion> without(List<ListedVersion> versions, Set<String> ids) {
    List<ListedVersion> rest = new ArrayList<>();
    for (ListedVersion version : versions) {
      if (!ids.contains(version.versionId())) {
        rest.add(
            new ListedVersion(
                version.key(),
                version.versionId(),
                version.deleteMarker(),
                rest.isEmpty(),
                version.olhEpoch(),
                version.mtime(),
                version.etag(),
                version.size(),
                version.owner(),
                version.storageClass()));
      }
    }
    return rest;
  }
}
