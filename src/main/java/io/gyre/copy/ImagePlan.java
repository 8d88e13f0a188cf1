package io.gyre.copy;

import io.gyre.copy.CopyTask.Intent;
import io.gyre.copy.ImageStep.Drop;
import io.gyre.copy.ImageStep.Learn;
import io.gyre.copy.ImageStep.Mark;
import io.gyre.copy.ImageStep.Put;
import io.gyre.copy.ImageStep.Refresh;
import io.gyre.copy.ImageStep.Remove;
import io.gyre.log.ListedVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What brings the versions of a key at a destination that gives them ids of its own, and takes new
 * ones on top only, to what the source has. Pure.
 *
 * <p>The images have to stand in the order of what they are images of. So a version is written only
 * after all older ones that were never written: one of these that fails holds the later ones back.
 * Where an older one is missing all the same below newer ones (it could not be read then, or the
 * state was lost), it is written now and the newer ones once more above it; only then their former
 * images are removed, so that at no time less is there than before.
 *
 * <p>A null version is an image like any other. One that was written over at the source is another
 * one, on top, and the image of the former one goes.
 */
final class ImagePlan {
  private final List<ListedVersion> source;
  private final List<Row> destination;
  private final List<ImageStep> steps = new ArrayList<>();

  /** Of the source's versions: where in the order, oldest first. */
  private final Map<String, Integer> ages = new HashMap<>();

  /** By age, which row of the destination is the image. */
  private final Map<Integer, Integer> images = new HashMap<>();

  /** Rows that are images of nothing that the source has now. */
  private final Set<Integer> useless = new TreeSet<>();

  /** Ages that are written by the steps. */
  private final Set<Integer> written = new HashSet<>();

  /**
   * A version at the destination.
   *
   * @param listed by the destination's id
   * @param image of what it is said to be one; empty where nothing says so
   * @param recorded whether that is in the map
   */
  record Row(ListedVersion listed, Optional<Image> image, boolean recorded) {
    String id() {
      return listed.versionId();
    }
  }

  private ImagePlan(List<ListedVersion> source, List<Row> destination) {
    this.source = oldestFirst(source);
    this.destination = oldestFirst(destination);
    for (int age = 0; age < this.source.size(); age++) {
      ages.put(this.source.get(age).versionId(), age);
    }
  }

  private static <T> List<T> oldestFirst(List<T> newestFirst) {
    List<T> reversed = new ArrayList<>(newestFirst);
    Collections.reverse(reversed);
    return reversed;
  }

  /**
   * The steps for some tasks of one key.
   *
   * @param source all that the source has of the key, newest first
   * @param destination all that the destination has of it, newest first
   * @param known what was written at some time, whether or not it is still there
   */
  static List<ImageStep> of(
      List<CopyTask> tasks, List<ListedVersion> source, List<Row> destination, List<Image> known) {
    ImagePlan plan = new ImagePlan(source, destination);
    plan.match();
    plan.learn();
    plan.build(tasks, known);
    plan.remove(tasks);
    plan.drop();
    return List.copyOf(plan.steps);
  }

  /** Finds out which row is the image of which version. */
  private void match() {
    NavigableMap<Integer, List<Integer>> claims = new TreeMap<>();
    int last = -1;
    for (int i = 0; i < destination.size(); i++) {
      Row row = destination.get(i);
      Optional<Integer> age =
          row.image().isPresent()
              ? ageOf(row, row.image().get())
              : row.listed().deleteMarker() ? markerAfter(last, claims.keySet()) : Optional.empty();
      if (age.isPresent()) {
        claims.computeIfAbsent(age.get(), first -> new ArrayList<>()).add(i);
        last = age.get();
      } else if (row.image().isPresent() && isUseless(row.image().get())) {
        useless.add(i);
      }
    }
    choose(claims);
  }

  /**
   * Of several images of one version, the oldest that stands above those of the older versions:
   * where a former one cannot be removed, what was written anew above it is not written once more.
   */
  private void choose(NavigableMap<Integer, List<Integer>> claims) {
    int reached = -1;
    for (Map.Entry<Integer, List<Integer>> claim : claims.entrySet()) {
      List<Integer> rows = claim.getValue();
      int below = reached;
      int chosen =
          rows.stream().filter(i -> i > below).findFirst().orElse(rows.get(rows.size() - 1));
      images.put(claim.getKey(), chosen);
      rows.stream().filter(i -> i != chosen).forEach(useless::add);
      reached = Math.max(reached, chosen);
    }
  }

  private Optional<Integer> ageOf(Row row, Image image) {
    Integer age = ages.get(image.versionId());
    if (age == null || source.get(age).deleteMarker() != row.listed().deleteMarker()) {
      return Optional.empty();
    }
    boolean same =
        !image.versionId().equals(ObjectVersion.NULL)
            || image.sourceMtime().equals(source.get(age).mtime())
            || isOnlyDescribedAnew(row.listed(), age);
    return same ? Optional.of(age) : Optional.empty();
  }

  /** A null version that was written over stands on top of what was there. */
  private boolean isOnlyDescribedAnew(ListedVersion image, int age) {
    ListedVersion there = source.get(age);
    return age < source.size() - 1
        && !there.deleteMarker()
        && there.etag().equals(image.etag())
        && there.size() == image.size();
  }

  /** A marker of which nothing is known: the source's at the same place. */
  private Optional<Integer> markerAfter(int age, Set<Integer> taken) {
    int next = age + 1;
    return next < source.size() && source.get(next).deleteMarker() && !taken.contains(next)
        ? Optional.of(next)
        : Optional.empty();
  }

  /** Of what the source has now it is not the image; a removed version's goes by its own entry. */
  private boolean isUseless(Image image) {
    return ages.containsKey(image.versionId()) || image.versionId().equals(Image.PLACEHOLDER);
  }

  private void learn() {
    images.forEach(
        (age, i) -> {
          Row row = destination.get(i);
          if (!row.recorded()) {
            ListedVersion there = source.get(age);
            steps.add(
                new Learn(
                    row.image()
                        .orElseGet(() -> new Image(there.versionId(), there.mtime(), row.id()))));
          }
        });
  }

  private void build(List<CopyTask> tasks, List<Image> known) {
    Set<Integer> named = new HashSet<>();
    Set<Integer> doubted = new HashSet<>();
    for (CopyTask task : tasks) {
      Integer age = ages.get(task.versionId());
      if (age != null) {
        named.add(age);
        if (task.mtime().equals(CopyTask.UNKNOWN_MTIME)) {
          doubted.add(age);
        }
      }
    }
    int newest = named.stream().mapToInt(age -> age).max().orElse(-1);
    boolean anew = false;
    int reached = -1;
    for (int age = 0; age < source.size(); age++) {
      Integer row = images.get(age);
      boolean wanted =
          row != null
              || named.contains(age)
              || (age < newest && !wasCopied(source.get(age), known));
      if (!wanted) {
        continue;
      }
      if (anew || row == null || row < reached) {
        anew = true;
        write(age, row);
      } else {
        reached = row;
        if (named.contains(age)) {
          refresh(age, row, doubted.contains(age));
        }
      }
    }
  }

  /** What somebody has removed at the destination since is not made again for a newer one. */
  private static boolean wasCopied(ListedVersion there, List<Image> known) {
    return known.stream()
        .anyMatch(
            image ->
                image.versionId().equals(there.versionId())
                    && (!there.versionId().equals(ObjectVersion.NULL)
                        || image.sourceMtime().equals(there.mtime())));
  }

  private void write(int age, @Nullable Integer former) {
    ListedVersion there = source.get(age);
    written.add(age);
    steps.add(there.deleteMarker() ? new Mark(there.versionId()) : new Put(there.versionId()));
    if (former != null) {
      useless.add(former);
    }
  }

  /**
   * A listing does not always show that the attributes of a version have changed.
   *
   * @param doubted whether they may have changed at the destination, too
   */
  private void refresh(int age, int i, boolean doubted) {
    ListedVersion there = source.get(age);
    Row row = destination.get(i);
    if (!there.deleteMarker()) {
      Instant known =
          row.image().map(Image::sourceMtime).filter(mtime -> !doubted).orElse(Instant.EPOCH);
      steps.add(new Refresh(new Image(there.versionId(), known, row.id())));
    }
  }

  private void remove(List<CopyTask> tasks) {
    for (CopyTask task : tasks) {
      if (task.intent() != Intent.REMOVE || ages.containsKey(task.versionId())) {
        continue;
      }
      for (int i = 0; i < destination.size(); i++) {
        Row row = destination.get(i);
        boolean named =
            row.image().filter(image -> image.versionId().equals(task.versionId())).isPresent();
        if (named) {
          steps.add(new Remove(task.versionId(), row.id()));
        } else if (task.versionId().equals(Foreign.token(row.id())) && !images.containsValue(i)) {
          useless.add(i);
        }
      }
    }
  }

  /** Not before there is something in its place. */
  private void drop() {
    for (int i : useless) {
      Row row = destination.get(i);
      Integer age = row.image().map(Image::versionId).map(ages::get).orElse(null);
      if (age == null || written.contains(age) || images.containsKey(age)) {
        steps.add(new Drop(row.id()));
      }
    }
  }
}
