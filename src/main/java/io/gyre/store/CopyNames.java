package io.gyre.store;

import io.gyre.copy.Foreign;
import io.gyre.copy.Image;
import io.gyre.copy.ObjectVersion;
import io.gyre.log.BucketName;
import io.gyre.log.ListedVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Names a store's versions by the source's ids: as the state knows them, else as they say
 * themselves. A marker that the state does not know says nothing: its place may tell.
 */
final class CopyNames {
  /** Versions that are asked at once. */
  private static final int AT_ONCE = 16;

  private final KnownCopies known;
  private final Asked asked;
  private final Versioned versioned;

  /** Asks a version of what it is the copy. */
  interface Asked {
    CompletionStage<Optional<Image>> image(BucketName bucket, String key, String id);
  }

  /** Whether a bucket of the store has ever kept versions, as it does where the source's has. */
  interface Versioned {
    CompletionStage<Boolean> ever(BucketName bucket);
  }

  /**
   * A version of the store.
   *
   * @param row by the source's id, or a name of its own ({@link Foreign})
   * @param id that the store has given it
   */
  record Named(ListedVersion row, String id) {}

  CopyNames(KnownCopies known, Asked asked, Versioned versioned) {
    this.known = known;
    this.asked = asked;
    this.versioned = versioned;
  }

  /** Of whole keys. */
  CompletionStage<List<Named>> of(BucketName bucket, List<ListedVersion> rows) {
    Set<String> keys = rows.stream().map(ListedVersion::key).collect(Collectors.toSet());
    return known
        .images(bucket, keys)
        .thenCompose(
            images ->
                plain(bucket, rows, images)
                    .thenCompose(plain -> named(bucket, rows, images, plain)));
  }

  /** Keys of which the only version has no id where none ever had: what it looks like. */
  private CompletionStage<Set<String>> plain(
      BucketName bucket, List<ListedVersion> rows, Map<String, List<Image>> images) {
    Set<String> several = withSeveral(rows);
    Set<String> plain =
        rows.stream()
            .filter(row -> row.versionId().equals(ObjectVersion.NULL))
            .filter(row -> recorded(row, images).isEmpty())
            .map(ListedVersion::key)
            .filter(key -> !several.contains(key))
            .collect(Collectors.toSet());
    return plain.isEmpty()
        ? CompletableFuture.completedFuture(plain)
        : versioned.ever(bucket).thenApply(ever -> ever ? Set.of() : plain);
  }

  private static Optional<Image> recorded(ListedVersion row, Map<String, List<Image>> images) {
    return images.getOrDefault(row.key(), List.of()).stream()
        .filter(image -> image.destinationId().equals(row.versionId()))
        .findFirst();
  }

  private static Set<String> withSeveral(List<ListedVersion> rows) {
    Set<String> once = new HashSet<>();
    Set<String> several = new HashSet<>();
    rows.stream().map(ListedVersion::key).filter(key -> !once.add(key)).forEach(several::add);
    return several;
  }

  private CompletionStage<List<Named>> named(
      BucketName bucket,
      List<ListedVersion> rows,
      Map<String, List<Image>> images,
      Set<String> plain) {
    CompletionStage<List<Named>> all = CompletableFuture.completedFuture(new ArrayList<>());
    for (int from = 0; from < rows.size(); from += AT_ONCE) {
      List<ListedVersion> some = rows.subList(from, Math.min(from + AT_ONCE, rows.size()));
      all =
          all.thenCompose(
              before -> {
                CompletionStage<List<Named>> next = CompletableFuture.completedFuture(before);
                for (ListedVersion row : some) {
                  next = next.thenCombine(named(bucket, row, images, plain), CopyNames::added);
                }
                return next;
              });
    }
    return all;
  }

  private static List<Named> added(List<Named> all, Named one) {
    all.add(one);
    return all;
  }

  private CompletionStage<Named> named(
      BucketName bucket, ListedVersion row, Map<String, List<Image>> images, Set<String> plain) {
    Optional<Image> recorded = recorded(row, images);
    if (plain.contains(row.key())) {
      return CompletableFuture.completedFuture(new Named(row, row.versionId()));
    }
    return (recorded.isPresent() || row.deleteMarker()
            ? CompletableFuture.completedFuture(recorded)
            : asked.image(bucket, row.key(), row.versionId()))
        .thenApply(
            image ->
                new Named(
                    row.withId(
                        image
                            .map(Image::versionId)
                            .orElseGet(() -> Foreign.token(row.versionId()))),
                    row.versionId()));
  }

  /** The names of markers that only their place tells: the source's at the same place. */
  static List<ListedVersion> byPlace(List<ListedVersion> source, List<ListedVersion> there) {
    if (there.stream().noneMatch(CopyNames::isUnknownMarker)) {
      return there;
    }
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < source.size(); i++) {
      places.put(source.get(i).versionId(), i);
    }
    Set<String> taken = there.stream().map(ListedVersion::versionId).collect(Collectors.toSet());
    List<ListedVersion> named = new ArrayList<>(there);
    int below = source.size(); // newest first, so what is older has a higher place
    for (int i = there.size() - 1; i >= 0; i--) {
      ListedVersion row = there.get(i);
      if (isUnknownMarker(row) && below > 0) {
        ListedVersion next = source.get(below - 1);
        if (next.deleteMarker() && taken.add(next.versionId())) {
          row = row.withId(next.versionId());
          named.set(i, row);
        }
      }
      below = places.getOrDefault(row.versionId(), below);
    }
    return named;
  }

  private static boolean isUnknownMarker(ListedVersion row) {
    return row.deleteMarker() && Foreign.isToken(row.versionId());
  }
}
