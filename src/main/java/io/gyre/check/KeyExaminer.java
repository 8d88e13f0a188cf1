package io.gyre.check;

import io.gyre.copy.FairGate;
import io.gyre.copy.FairGate.Lane;
import io.gyre.copy.ObjectVersion;
import io.gyre.log.BucketName;
import io.gyre.log.ListedVersion;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/** Compares one key as far as that is to be done, by asking both ends. */
final class KeyExaminer {
  /** Versions of one key that are asked for at once. */
  private static final int VERSIONS_AT_ONCE = 4;

  private final Contents source;
  private final Counterpart destination;
  private final ListingComparison listings;
  private final AttributeComparison attributes;
  private final SelectedVersions selected;
  private final FairGate gate;
  private final Clock clock;
  private final Materializer materializer;

  /**
   * @param selected what is replicated
   * @param gate versions that are asked for at once, and their bytes
   */
  KeyExaminer(
      Contents source,
      Counterpart destination,
      Allowed allowed,
      SelectedVersions selected,
      FairGate gate,
      Clock clock,
      Materializer materializer) {
    this.selected = selected;
    this.source = source;
    this.destination = destination;
    this.listings = new ListingComparison(allowed);
    this.attributes = new AttributeComparison(allowed);
    this.gate = gate;
    this.clock = clock;
    this.materializer = materializer;
  }

  /** Lists the key at both ends, and compares it. */
  CompletionStage<Look> look(BucketName bucket, String key, Depth depth) {
    return source
        .versions(bucket, key)
        .thenCombine(
            destination.contents().versions(bucket, key),
            (here, there) -> new KeyPair(key, here, destination.named(here, there)))
        .thenCompose(pair -> examine(bucket, selected.of(pair, clock.instant()), depth));
  }

  /** Compares a key that has been listed, as far as listings tell what is replicated of it. */
  CompletionStage<Look> examine(BucketName bucket, KeyPair pair, Depth depth) {
    return Source.from(selected.doubtful(pair))
        .mapAsync(VERSIONS_AT_ONCE, version -> unselected(bucket, version))
        .mapConcat(out -> out)
        .runWith(Sink.seq(), materializer)
        .thenCompose(
            out -> compare(bucket, SelectedVersions.without(pair, Set.copyOf(out)), depth));
  }

  /** The version, if the source tells that it is left out. */
  private CompletionStage<List<String>> unselected(BucketName bucket, ListedVersion version) {
    return source
        .facts(new ObjectVersion(bucket, version.key(), version.versionId()), false)
        .thenApply(
            facts ->
                facts.filter(known -> !selected.take(version, known, clock.instant())).isPresent()
                    ? List.of(version.versionId())
                    : List.of());
  }

  private CompletionStage<Look> compare(BucketName bucket, KeyPair pair, Depth depth) {
    Look listed = listings.look(pair);
    if (pair.source().isEmpty() || pair.destination().isEmpty()) {
      return CompletableFuture.completedFuture(listed);
    }
    return Source.from(toBeAsked(pair, depth))
        .mapAsync(VERSIONS_AT_ONCE, version -> compare(bucket, version, depth))
        .runWith(Sink.fold(new Compared(listed.aspects(), Map.of()), Compared::and), materializer)
        .thenApply(
            all ->
                Look.of(all.aspects(), listed.source().orElse(List.of()))
                    .notCarrying(all.notCarried()));
  }

  /**
   * What was found of versions.
   *
   * @param notCarried what the destination cannot have, and of how many
   */
  private record Compared(List<Aspect> aspects, Map<String, Integer> notCarried) {
    static final Compared NOTHING = new Compared(List.of(), Map.of());

    Compared and(Compared more) {
      return new Compared(
          added(new ArrayList<>(aspects), more.aspects()),
          NotCarried.sum(notCarried, more.notCarried()));
    }
  }

  /** Listings may have told some of it. */
  private static List<Aspect> added(List<Aspect> all, List<Aspect> more) {
    for (Aspect one : more) {
      if (all.size() < Look.MAX_ASPECTS && all.stream().noneMatch(one::isOfSame)) {
        all.add(one);
      }
    }
    return all;
  }

  /** Versions that both list and that listings do not tell enough of. */
  private static List<ListedVersion> toBeAsked(KeyPair pair, Depth depth) {
    Map<String, ListedVersion> there = new HashMap<>();
    pair.destination().forEach(version -> there.put(version.versionId(), version));
    List<ListedVersion> asked = new ArrayList<>();
    for (ListedVersion version : pair.source()) {
      ListedVersion other = there.remove(version.versionId());
      if (other != null
          && !version.deleteMarker()
          && !other.deleteMarker()
          && (depth.asksForVersions() || ListingComparison.isDoubtful(version, other))) {
        asked.add(version);
      }
    }
    return asked;
  }

  private CompletionStage<Compared> compare(BucketName bucket, ListedVersion listed, Depth depth) {
    ObjectVersion version = new ObjectVersion(bucket, listed.key(), listed.versionId());
    boolean bytes = depth == Depth.BYTES;
    return gate.run(
        Lane.of(false, bytes ? listed.size() : 0),
        bucket.toString(),
        bytes ? listed.size() : 0,
        () ->
            source
                .facts(version, bytes)
                .thenCombine(destination.contents().facts(version, bytes), Facts::new)
                .thenCompose(
                    facts ->
                        facts
                                .source()
                                .filter(here -> !selected.take(listed, here, clock.instant()))
                                .isPresent()
                            ? CompletableFuture.completedFuture(Compared.NOTHING)
                            : compare(bucket, listed.versionId(), facts, depth)));
  }

  private record Facts(Optional<ObjectFacts> source, Optional<ObjectFacts> destination) {}

  private CompletionStage<Compared> compare(
      BucketName bucket, String id, Facts facts, Depth depth) {
    if (facts.source().isEmpty() || facts.destination().isEmpty()) {
      return CompletableFuture.completedFuture(new Compared(unreadable(id, facts), Map.of()));
    }
    Counterpart.Expected expected = destination.expected(bucket, facts.source().get());
    ObjectFacts here = expected.facts();
    ObjectFacts there = facts.destination().get();
    Set<String> ungranted = depth.asksForVersions() ? attributes.ungranted(here, there) : Set.of();
    return unknown(ungranted)
        .thenApply(
            unknown ->
                new Compared(
                    attributes.differences(id, here, there, depth, unknown, clock.instant()),
                    NotCarried.of(depth.asksForVersions() ? expected.notCarried() : List.of())));
  }

  /** Listed, and not there: the data of the one are lost, or it was removed a moment ago. */
  private static List<Aspect> unreadable(String id, Facts facts) {
    String here = facts.source().isPresent() ? "yes" : "no";
    String there = facts.destination().isPresent() ? "yes" : "no";
    return List.of(new Aspect(id, "can be read", here, there));
  }

  /** Those of the users that the destination does not have. */
  private CompletionStage<Set<String>> unknown(Set<String> uids) {
    CompletionStage<Set<String>> unknown = CompletableFuture.completedFuture(new HashSet<>());
    for (String uid : uids) {
      unknown =
          unknown.thenCompose(
              found ->
                  destination
                      .hasUser(uid)
                      .thenApply(
                          known -> {
                            if (!known) {
                              found.add(uid);
                            }
                            return found;
                          }));
    }
    return unknown;
  }
}
