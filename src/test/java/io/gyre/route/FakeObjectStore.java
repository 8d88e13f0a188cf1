package io.gyre.route;

import io.gyre.copy.DestinationVersion;
import io.gyre.copy.ObjectVersion;
import io.gyre.copy.RelayResult;
import io.gyre.copy.UnversionedStore;
import io.gyre.copy.VersionWrite;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Two zones' objects; every key has its own way to answer, and is copied unless told otherwise. */
final class FakeObjectStore extends UnversionedStore {
  final List<String> relayed = new CopyOnWriteArrayList<>();
  final List<String> removed = new CopyOnWriteArrayList<>();
  final Map<String, DestinationVersion> there = new ConcurrentHashMap<>();
  private final Map<String, Answers> answers = new HashMap<>();
  private final List<String> gone = new CopyOnWriteArrayList<>();

  /** How a key's relays are answered. */
  synchronized Answers of(String key) {
    return answers.computeIfAbsent(key, made -> new Answers());
  }

  /** The source proves from now on that it has no such key. */
  void goneAtSource(String key) {
    gone.add(key);
  }

  @Override
  public CompletionStage<RelayResult> relay(ObjectVersion source, VersionWrite write) {
    relayed.add(source.key());
    return of(source.key())
        .give(
            () ->
                gone.contains(source.key())
                    ? new RelayResult.Gone(false)
                    : new RelayResult.Copied(1, TestClock.START, true));
  }

  @Override
  public CompletionStage<Boolean> relayAttributes(ObjectVersion version) {
    return of(version.key()).give(() -> there.containsKey(version.key()));
  }

  @Override
  public CompletionStage<Optional<DestinationVersion>> destination(ObjectVersion version) {
    return of(version.key()).give(() -> Optional.ofNullable(there.get(version.key())));
  }

  @Override
  public CompletionStage<Boolean> existsAtSource(ObjectVersion version) {
    return of(version.key()).give(() -> !gone.contains(version.key()));
  }

  @Override
  public CompletionStage<Void> remove(ObjectVersion version) {
    removed.add(version.key());
    return of(version.key()).give(() -> null);
  }

  @Override
  public CompletionStage<Boolean> writeDeleteMarker(
      ObjectVersion marker, VersionWrite write, String owner) {
    return of(marker.key()).give(() -> true);
  }

  /** The destination has a copy of what the source had then. */
  void isThere(String key, Instant sourceMtime) {
    there.put(key, new DestinationVersion("null", 1, "etag", Optional.of(sourceMtime)));
  }
}
