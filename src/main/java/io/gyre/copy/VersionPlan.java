package io.gyre.copy;

import io.gyre.copy.CopyTask.Intent;
import io.gyre.copy.VersionStep.Mark;
import io.gyre.copy.VersionStep.Put;
import io.gyre.copy.VersionStep.Refresh;
import io.gyre.copy.VersionStep.RefreshNull;
import io.gyre.copy.VersionStep.Remove;
import io.gyre.copy.VersionStep.RemoveStray;
import io.gyre.log.ListedVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What brings the versions that some entries of one key named to what the source has of them. Pure.
 *
 * <p>A version is written with its epoch at the source, so that both zones order a key's versions
 * alike whatever the order of arrival. What was learned from real gateways (16.2.15):
 *
 * <ul>
 *   <li>A key remembers the highest epoch it has seen, which no listing shows. A version that is
 *       written with a higher one becomes current, with a lower one it only takes its place. Where
 *       that leaves the newest version not current, it is written again without an epoch, which
 *       always puts it on top; from then on the epochs of that key run ahead of the source's, and
 *       the next versions are placed above their neighbours instead of by their own epoch.
 *   <li>A null version that is written with an epoch while somebody lists the bucket is listed
 *       several times for ever (see {@link DestinationVersioning.Need#LOOK}); without one it is
 *       not.
 *   <li>A current version that is removed with an epoch below that number leaves the key unusable
 *       for ever. So a removal never carries one.
 *   <li>A version that is there and is written again with a lower epoch stops being current, with
 *       the epoch it has it keeps its place. So what is there is not written again unless it has to
 *       be, as the null version and one that changed its owner, and those with the same epoch.
 * </ul>
 */
final class VersionPlan {
  /** The id of what stands between two delete markers while the upper one is made. */
  static final String PLACEHOLDER = "gyre-placeholder";

  private final List<ListedVersion> source;
  private final Map<String, Integer> ages = new HashMap<>();
  private final VersionStack destination;
  private final List<VersionStep> steps = new ArrayList<>();

  private VersionPlan(List<ListedVersion> source, List<ListedVersion> destination) {
    this.source = source;
    this.destination = new VersionStack(destination);
    for (int i = 0; i < source.size(); i++) {
      ages.put(source.get(i).versionId(), i);
    }
  }

  /**
   * Steps for tasks that can be done without looking at the source's versions: new versions on top
   * of all that is there. Empty when at least one is of another kind.
   */
  static Optional<List<VersionStep>> onTop(
      List<CopyTask> tasks, List<ListedVersion> atDestination) {
    VersionStack stack = new VersionStack(atDestination);
    List<VersionStep> steps = new ArrayList<>();
    for (CopyTask task : tasks) {
      boolean fresh = stack.find(task.versionId()).isEmpty() || replacesNull(task);
      boolean known =
          task.intent() == Intent.WRITE || (task.intent() == Intent.MARK && task.listed());
      if (!fresh || !known || !isAbove(task, stack)) {
        return Optional.empty();
      }
      boolean marker = task.intent() == Intent.MARK;
      steps.add(
          marker
              ? new Mark(task.versionId(), task.olhEpoch(), task.owner())
              : new Put(
                  task.versionId(),
                  isFirstNull(task.versionId(), stack) ? OptionalLong.empty() : task.olhEpoch()));
      stack.put(task.versionId(), marker, task.olhEpoch());
    }
    return Optional.of(steps);
  }

  private static boolean replacesNull(CopyTask task) {
    return task.instance().isEmpty()
        && task.intent() == Intent.WRITE
        && task.olhEpoch().isPresent();
  }

  /** Where there is nothing to be placed between, a null version is safer without an epoch. */
  private static boolean isFirstNull(String id, VersionStack stack) {
    return stack.isEmpty() && id.equals(ObjectVersion.NULL);
  }

  private static boolean isAbove(CopyTask task, VersionStack stack) {
    return task.olhEpoch().isPresent()
        ? task.olhEpoch().getAsLong() > stack.highest()
        : stack.isEmpty() && task.instance().isEmpty() && task.listed();
  }

  /** Steps for any tasks, in their order. */
  static List<VersionStep> of(
      List<CopyTask> tasks, List<ListedVersion> source, List<ListedVersion> destination) {
    VersionPlan plan = new VersionPlan(source, destination);
    tasks.forEach(plan::add);
    return List.copyOf(plan.steps);
  }

  private void add(CopyTask task) {
    String id = task.versionId();
    Optional<VersionStack.Row> here = destination.find(id);
    Integer age = ages.get(id);
    if (age == null) {
      if (here.isPresent() && task.intent() == Intent.REMOVE) {
        destination.remove(id);
        steps.add(new Remove(id));
      }
      return;
    }
    ListedVersion there = source.get(age);
    if (there.deleteMarker()) {
      mark(there, here);
    } else {
      write(there, here);
    }
  }

  private void mark(ListedVersion there, Optional<VersionStack.Row> here) {
    boolean inPlace = here.filter(VersionStack.Row::marker).isPresent() && !isBelowIts(there);
    if (!inPlace) {
      OptionalLong epoch = placeOf(there);
      steps.add(new Mark(there.versionId(), epoch, there.owner()));
      destination.put(there.versionId(), true, epoch);
    }
  }

  private void write(ListedVersion there, Optional<VersionStack.Row> here) {
    String id = there.versionId();
    boolean object = here.isPresent() && !here.get().marker();
    if (object && !id.equals(ObjectVersion.NULL)) {
      steps.add(new Refresh(id, here.get().place()));
      return;
    }
    OptionalLong epoch = isFirstNull(id, destination) ? OptionalLong.empty() : placeOf(there);
    steps.add(object ? new RefreshNull(there.mtime(), epoch) : new Put(id, epoch));
    destination.put(id, false, epoch);
  }

  /** Whether something older at the source stands above it at the destination. */
  private boolean isBelowIts(ListedVersion there) {
    return destination.indexOf(there.versionId()) > highestOlder(there);
  }

  private int highestOlder(ListedVersion there) {
    int age = age(there.versionId());
    for (int i = 0; i < destination.size(); i++) {
      if (age(destination.get(i).versionId()) > age) {
        return i;
      }
    }
    return Integer.MAX_VALUE;
  }

  private int age(String id) {
    return ages.getOrDefault(id, -1);
  }

  /**
   * The source's epoch if that puts the version between its neighbours; else the first one that
   * does; else none: it then goes to the top, and {@link #inOrder} lifts the newer ones above it.
   */
  private OptionalLong placeOf(ListedVersion there) {
    int age = age(there.versionId());
    long below = -1;
    long above = Long.MAX_VALUE;
    for (int i = 0; i < destination.size(); i++) {
      VersionStack.Row row = destination.get(i);
      int other = age(row.versionId());
      if (other > age) {
        below = Math.max(below, row.epoch());
      } else if (other >= 0 && other < age) {
        above = Math.min(above, row.epoch());
      }
    }
    if (there.olhEpoch().isEmpty() && below < 0 && above == Long.MAX_VALUE) {
      return OptionalLong.empty();
    }
    long epoch = Math.max(there.olhEpoch().orElse(0), below + 1);
    return epoch < above ? OptionalLong.of(epoch) : OptionalLong.empty();
  }

  /**
   * Steps that put the versions that both zones have into the source's order, with the newest one
   * current. None when they are.
   */
  static List<VersionStep> inOrder(List<ListedVersion> source, List<ListedVersion> destination) {
    VersionPlan plan = new VersionPlan(source, destination);
    List<ListedVersion> wanted = new ArrayList<>();
    for (int i = source.size() - 1; i >= 0; i--) {
      if (plan.destination.find(source.get(i).versionId()).isPresent()) {
        wanted.add(source.get(i));
      }
    }
    List<String> present = plan.commonOldestFirst();
    int first = 0;
    while (first < wanted.size() && wanted.get(first).versionId().equals(present.get(first))) {
      first++;
    }
    for (ListedVersion misplaced : wanted.subList(first, wanted.size())) {
      plan.lift(misplaced);
    }
    if (plan.steps.isEmpty() && !wanted.isEmpty() && !currentIsNewest(destination)) {
      ListedVersion newest = wanted.get(wanted.size() - 1);
      if (newest.versionId().equals(destination.get(0).versionId())) {
        plan.lift(newest);
      }
    }
    return List.copyOf(plan.steps);
  }

  /**
   * What makes the null version right again after a write of another version fell upon it.
   *
   * @param strays mtimes of what was written; empty for a marker
   */
  static List<VersionStep> nullAgain(
      List<ListedVersion> source, List<ListedVersion> destination, List<Optional<Instant>> strays) {
    Optional<ListedVersion> there = nullVersion(destination);
    if (strays.isEmpty() || there.isEmpty()) {
      return List.of();
    }
    boolean marker = there.get().deleteMarker();
    Optional<ListedVersion> here = nullVersion(source);
    if (here.isEmpty()) {
      return strayed(marker, strays);
    }
    ListedVersion wanted = here.get();
    if (!wanted.deleteMarker()) {
      return List.of(new RefreshNull(wanted.mtime(), wanted.olhEpoch()));
    }
    return marker
        ? List.of()
        : List.of(new Mark(ObjectVersion.NULL, wanted.olhEpoch(), wanted.owner()));
  }

  private static List<VersionStep> strayed(boolean marker, List<Optional<Instant>> strays) {
    if (marker) {
      return strays.contains(Optional.<Instant>empty())
          ? List.of(new Remove(ObjectVersion.NULL))
          : List.of();
    }
    Set<Instant> mtimes =
        strays.stream().flatMap(Optional::stream).collect(Collectors.toUnmodifiableSet());
    return List.of(new RemoveStray(mtimes));
  }

  private static Optional<ListedVersion> nullVersion(List<ListedVersion> listed) {
    return listed.stream().filter(row -> row.versionId().equals(ObjectVersion.NULL)).findFirst();
  }

  static boolean hasPlaceholder(List<ListedVersion> listed) {
    return listed.stream().anyMatch(row -> row.versionId().equals(PLACEHOLDER));
  }

  /** Removes the placeholder that a failure left, unless it is one that the source has too. */
  static List<VersionStep> withoutPlaceholder(
      List<ListedVersion> source, List<ListedVersion> destination) {
    return hasPlaceholder(destination) && !hasPlaceholder(source)
        ? List.of(new Remove(PLACEHOLDER))
        : List.of();
  }

  /** Whether the newest version is the one that a plain read gives. */
  static boolean currentIsNewest(List<ListedVersion> listed) {
    return listed.isEmpty() || listed.get(0).latest();
  }

  private List<String> commonOldestFirst() {
    List<String> common = new ArrayList<>();
    for (int i = destination.size() - 1; i >= 0; i--) {
      if (ages.containsKey(destination.get(i).versionId())) {
        common.add(destination.get(i).versionId());
      }
    }
    return common;
  }

  private void lift(ListedVersion version) {
    steps.add(
        version.deleteMarker()
            ? new Mark(version.versionId(), OptionalLong.empty(), version.owner())
            : new Put(version.versionId(), OptionalLong.empty()));
  }
}
