package io.gyre.copy;

import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.log.ListedVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One key at a source, and at a store that gives versions ids of its own, takes new ones on top
 * only, and makes no delete marker above another unless told to.
 */
final class FakeStore implements VersionStore {
  static final BucketName BUCKET = BucketName.parse("b");
  static final String KEY = "k";

  /**
   * A version.
   *
   * @param of what a copy says to be the image of; empty at the source, for a marker, and for what
   *     is no copy
   */
  record Version(
      String id, boolean marker, Instant mtime, String content, String tags, Optional<Image> of) {}

  /** Oldest first. */
  final List<Version> source = new ArrayList<>();

  final List<Version> destination = new ArrayList<>();
  final Map<String, Image> map = new HashMap<>();
  final List<String> calls = new ArrayList<>();
  boolean stacksMarkers;

  /** Whether the next call fails before it has an effect, or the next write without an answer. */
  BooleanSupplier fails = () -> false;

  BooleanSupplier staysUnanswered = () -> false;
  private int ids;

  /** Ids of the source's that cannot be read. */
  final List<String> unreadable = new ArrayList<>();

  /** Ids of its own that a lock keeps. */
  final List<String> kept = new ArrayList<>();

  ImageMap images() {
    return new ImageMap() {
      @Override
      public CompletionStage<List<Image>> of(BucketName bucket, String key) {
        return CompletableFuture.completedFuture(List.copyOf(map.values()));
      }

      @Override
      public CompletionStage<Void> put(BucketName bucket, String key, Image image) {
        return write(() -> map.put(image.destinationId(), image)).thenApply(put -> null);
      }

      @Override
      public CompletionStage<Void> remove(BucketName bucket, String key, String destinationId) {
        return write(() -> map.remove(destinationId)).thenApply(removed -> null);
      }
    };
  }

  private <T> CompletionStage<T> write(Supplier<@Nullable T> effect) {
    if (fails.getAsBoolean()) {
      return failed(FailureClass.TRANSIENT);
    }
    T result = effect.get();
    return staysUnanswered.getAsBoolean()
        ? failed(FailureClass.UNKNOWN_OUTCOME)
        : CompletableFuture.completedFuture(result);
  }

  private <T> CompletionStage<T> read(Supplier<T> question) {
    return fails.getAsBoolean()
        ? failed(FailureClass.TRANSIENT)
        : CompletableFuture.completedFuture(question.get());
  }

  private static <T> CompletionStage<T> failed(FailureClass failureClass) {
    return CompletableFuture.failedFuture(new GatewayException(failureClass, "a fake's", null));
  }

  Optional<Version> atSource(String id) {
    return source.stream().filter(version -> version.id().equals(id)).findFirst();
  }

  private static List<ListedVersion> listed(List<Version> oldestFirst) {
    List<ListedVersion> rows = new ArrayList<>();
    for (int i = 0; i < oldestFirst.size(); i++) {
      Version version = oldestFirst.get(i);
      rows.add(
          new ListedVersion(
              KEY,
              version.id(),
              version.marker(),
              i == oldestFirst.size() - 1,
              OptionalLong.empty(),
              version.mtime(),
              version.marker() ? "" : version.content(),
              version.content().length(),
              "",
              ""));
    }
    Collections.reverse(rows);
    return rows;
  }

  @Override
  public CompletionStage<Void> enable(BucketName bucket) {
    return read(() -> null);
  }

  @Override
  public CompletionStage<Copy> copy(ObjectVersion version, OptionalLong epoch) {
    calls.add("copy " + version.versionId());
    if (unreadable.contains(version.versionId())) {
      return failed(FailureClass.TRANSIENT);
    }
    Optional<Version> found = atSource(version.versionId()).filter(each -> !each.marker());
    if (found.isEmpty()) {
      return read(Copy.Gone::new);
    }
    Version from = found.get();
    return write(
        () -> {
          String id = "D" + ++ids;
          Image image = new Image(from.id(), from.mtime(), id);
          destination.add(
              new Version(
                  id, false, Instant.EPOCH, from.content(), from.tags(), Optional.of(image)));
          return new Copy.Made(new RelayResult.Copied(1, from.mtime(), true), id);
        });
  }

  @Override
  public CompletionStage<Optional<String>> mark(BucketName bucket, String key) {
    calls.add("mark");
    return write(
        () -> {
          boolean onTop =
              !destination.isEmpty() && destination.get(destination.size() - 1).marker();
          if (onTop && !stacksMarkers) {
            return Optional.empty();
          }
          String id = "D" + ++ids;
          destination.add(new Version(id, true, Instant.EPOCH, "", "", Optional.empty()));
          return Optional.of(id);
        });
  }

  @Override
  public CompletionStage<String> placeholder(BucketName bucket, String key) {
    calls.add("placeholder");
    return write(
        () -> {
          String id = "D" + ++ids;
          Image image = new Image(Image.PLACEHOLDER, Instant.EPOCH, id);
          destination.add(new Version(id, false, Instant.EPOCH, "", "", Optional.of(image)));
          return id;
        });
  }

  @Override
  public CompletionStage<Image> refresh(ObjectVersion version, Image image) {
    String destinationId = image.destinationId();
    calls.add("refresh " + version.versionId());
    Optional<Version> from = atSource(version.versionId());
    if (from.isEmpty()) {
      return failed(FailureClass.GONE);
    }
    return write(
        () -> {
          destination.replaceAll(
              each ->
                  each.id().equals(destinationId)
                      ? new Version(
                          each.id(),
                          false,
                          each.mtime(),
                          each.content(),
                          from.get().tags(),
                          each.of())
                      : each);
          return new Image(version.versionId(), from.get().mtime(), destinationId);
        });
  }

  @Override
  public CompletionStage<Void> remove(BucketName bucket, String key, String destinationId) {
    calls.add("remove " + destinationId);
    if (kept.contains(destinationId)) {
      return failed(FailureClass.DENIED);
    }
    return write(() -> destination.removeIf(each -> each.id().equals(destinationId)))
        .thenApply(removed -> null);
  }

  @Override
  public CompletionStage<List<ListedVersion>> versionsAtDestination(BucketName bucket, String key) {
    calls.add("list destination");
    return read(() -> listed(destination));
  }

  @Override
  public CompletionStage<List<ListedVersion>> versionsAtSource(BucketName bucket, String key) {
    calls.add("list source");
    return read(() -> listed(source));
  }

  @Override
  public CompletionStage<Optional<Image>> image(BucketName bucket, String key, String id) {
    calls.add("image " + id);
    return read(
        () ->
            destination.stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .flatMap(Version::of));
  }

  @Override
  public CompletionStage<Void> settled(BucketName bucket, String key) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Boolean> existsAtSource(ObjectVersion version) {
    return read(() -> atSource(version.versionId()).isPresent());
  }

  @Override
  public CompletionStage<RelayResult> relay(ObjectVersion object) {
    throw new AssertionError("a plain object in a bucket with versions");
  }

  @Override
  public CompletionStage<Boolean> relayAttributes(ObjectVersion object) {
    throw new AssertionError("a plain object in a bucket with versions");
  }

  @Override
  public CompletionStage<Optional<DestinationVersion>> destination(ObjectVersion object) {
    throw new AssertionError("a plain object in a bucket with versions");
  }

  @Override
  public CompletionStage<Void> remove(ObjectVersion object) {
    throw new AssertionError("a plain object in a bucket with versions");
  }
}
