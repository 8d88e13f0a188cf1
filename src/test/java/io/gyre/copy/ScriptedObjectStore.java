package io.gyre.copy;

import io.gyre.log.BucketName;
import io.gyre.log.ListedVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** An object store that answers as the test says; keys named "other" are always copied. */
final class ScriptedObjectStore extends UnversionedStore {
  private static final RelayResult COPIED = new RelayResult.Copied(1, Instant.EPOCH, true);

  final List<String> relayed = new ArrayList<>();
  final List<String> removed = new ArrayList<>();
  final List<String> attributesOf = new ArrayList<>();
  Optional<DestinationVersion> destination = Optional.empty();
  List<ListedVersion> source = List.of();
  boolean attributesAnswer = true;

  /** What happens while a relay is under way. */
  Runnable meanwhile = () -> {};

  private final Map<String, CompletableFuture<RelayResult>> held = new HashMap<>();
  private RelayResult answer = COPIED;
  private @Nullable RuntimeException failure;
  private boolean failsOnce;

  void answers(RelayResult result) {
    answer = result;
  }

  void failsWith(RuntimeException failing) {
    failure = failing;
  }

  void failsOnceWith(RuntimeException failing) {
    failure = failing;
    failsOnce = true;
  }

  /** The next relay of this key ends when it is released. */
  void hold(String key) {
    held.put(key, new CompletableFuture<>());
  }

  void release(String key) {
    held.remove(key).complete(COPIED);
  }

  @Override
  public CompletionStage<RelayResult> relay(ObjectVersion source, VersionWrite write) {
    relayed.add(source.key());
    if (source.key().equals("other")) {
      return CompletableFuture.completedFuture(COPIED);
    }
    meanwhile.run();
    if (held.containsKey(source.key())) {
      return held.get(source.key());
    }
    RuntimeException failing = failure;
    if (failsOnce) {
      failure = null;
    }
    return failing == null
        ? CompletableFuture.completedFuture(answer)
        : CompletableFuture.failedFuture(failing);
  }

  @Override
  public CompletionStage<Boolean> relayAttributes(ObjectVersion version) {
    attributesOf.add(version.key());
    return CompletableFuture.completedFuture(attributesAnswer);
  }

  @Override
  public CompletionStage<List<ListedVersion>> versionsAtSource(BucketName bucket, String key) {
    return CompletableFuture.completedFuture(source);
  }

  @Override
  public CompletionStage<Optional<DestinationVersion>> destination(ObjectVersion version) {
    return CompletableFuture.completedFuture(destination);
  }

  @Override
  public CompletionStage<Boolean> existsAtSource(ObjectVersion version) {
    return CompletableFuture.completedFuture(answer instanceof RelayResult.Copied);
  }

  @Override
  public CompletionStage<Void> remove(ObjectVersion version) {
    removed.add(version.key());
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Boolean> writeDeleteMarker(
      ObjectVersion marker, VersionWrite write, String owner) {
    return CompletableFuture.completedFuture(true);
  }
}
