package io.gyre.copy;

import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.log.ListedVersion;
import io.gyre.log.Versioning;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The port's fake: one bucket in two zones, in memory. Stages are complete when they are returned.
 */
public final class FakeZones implements ObjectStore {
  final Map<String, FakeVersions> source = new TreeMap<>();
  final Map<String, FakeVersions> destination = new TreeMap<>();
  final List<String> calls = new ArrayList<>();
  Versioning state = Versioning.NEVER;

  /** Versions that have another owner at the source than when they were copied. */
  final Set<String> givenAway = new HashSet<>();

  /** Versions that the configuration leaves out. */
  final Set<String> unselected = new HashSet<>();

  /** Versions whose next write becomes the null version, as in a bucket taken for suspended. */
  final Set<String> astray = new HashSet<>();

  /** Calls that fail once, before they do anything: such as "remove V2". */
  final Set<String> failing = new HashSet<>();

  FakeVersions source(String key) {
    return source.computeIfAbsent(key, name -> new FakeVersions());
  }

  FakeVersions destination(String key) {
    return destination.computeIfAbsent(key, name -> new FakeVersions());
  }

  private <T> CompletionStage<T> called(String call, T result) {
    calls.add(call);
    return CompletableFuture.completedFuture(result);
  }

  private boolean fails(String call) {
    return failing.remove(call);
  }

  private static <T> CompletionStage<T> failed() {
    return CompletableFuture.failedFuture(
        new GatewayException(FailureClass.TRANSIENT, "500 InternalError", null));
  }

  private static String id(ObjectVersion version) {
    return version.versionId().isEmpty() ? ObjectVersion.NULL : version.versionId();
  }

  @Override
  public CompletionStage<RelayResult> relay(ObjectVersion version, VersionWrite write) {
    Optional<ListedVersion> there = source(version.key()).find(id(version));
    if (there.isEmpty() || there.get().deleteMarker()) {
      return called("relay gone", new RelayResult.Gone(there.isPresent()));
    }
    if (unselected.contains(id(version))) {
      return called("relay unselected", new RelayResult.Unselected());
    }
    Instant mtime = there.get().mtime();
    assertServed(write);
    givenAway.remove(id(version));
    String made = astray.remove(id(version)) ? ObjectVersion.NULL : write.versionId();
    destination(version.key()).put(made, write.olhEpoch(), mtime);
    return called("relay " + id(version), new RelayResult.Copied(1, mtime, true));
  }

  private void assertServed(VersionWrite write) {
    if (!write.request().servedIn(state)) {
      throw new AssertionError(write + " in state " + state);
    }
  }

  @Override
  public CompletionStage<Boolean> relayAttributes(ObjectVersion version) {
    if (!source(version.key()).has(id(version))) {
      return CompletableFuture.failedFuture(new GatewayException(FailureClass.GONE, "gone", null));
    }
    boolean there = destination(version.key()).has(id(version));
    boolean wanted = !givenAway.contains(id(version)) && !unselected.contains(id(version));
    return called("attributes " + id(version), there && wanted);
  }

  @Override
  public CompletionStage<Optional<DestinationVersion>> destination(ObjectVersion version) {
    return called(
        "stat " + id(version),
        destination(version.key())
            .find(id(version))
            .filter(row -> !row.deleteMarker())
            .map(row -> new DestinationVersion(id(version), 0, "", Optional.of(row.mtime()))));
  }

  @Override
  public CompletionStage<Boolean> existsAtSource(ObjectVersion version) {
    return called("exists " + id(version), source(version.key()).has(id(version)));
  }

  @Override
  public CompletionStage<Void> remove(ObjectVersion version) {
    if (source(version.key()).has(id(version))) {
      throw new AssertionError("removed what the source has: " + version);
    }
    if (fails("remove " + id(version))) {
      return failed();
    }
    destination(version.key()).remove(id(version));
    return called("remove " + id(version), null);
  }

  @Override
  public CompletionStage<Boolean> writeDeleteMarker(
      ObjectVersion marker, VersionWrite write, String owner) {
    assertServed(write);
    boolean above = destination(marker.key()).has(VersionPlan.PLACEHOLDER);
    if (above && fails("mark " + id(marker) + " above the placeholder")) {
      return failed();
    }
    return called(
        "mark " + id(marker),
        destination(marker.key()).mark(id(marker), write.olhEpoch(), Instant.EPOCH));
  }

  @Override
  public CompletionStage<List<ListedVersion>> versionsAtSource(BucketName bucket, String key) {
    return called("list source", source(key).list(key));
  }

  @Override
  public CompletionStage<List<ListedVersion>> versionsAtDestination(BucketName bucket, String key) {
    return called("list destination", destination(key).list(key));
  }

  @Override
  public CompletionStage<Void> writePlaceholder(ObjectVersion placeholder) {
    destination(placeholder.key())
        .put(placeholder.versionId(), OptionalLong.empty(), Instant.EPOCH);
    return called("placeholder", null);
  }

  @Override
  public CompletionStage<Versioning> versioning(BucketName bucket) {
    return called("state?", state);
  }

  @Override
  public CompletionStage<Void> setVersioning(BucketName bucket, Versioning wanted) {
    state = wanted;
    return called("state " + wanted, null);
  }
}
