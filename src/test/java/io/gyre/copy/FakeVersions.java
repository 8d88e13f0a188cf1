package io.gyre.copy;

import io.gyre.log.ListedVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The versions of one key as RGW 16.2.15 keeps them, its traps included: an epoch that no listing
 * shows, a marker that is not made on a marker unless its id is there already, and a key that a
 * removal with too low an epoch spoils for ever.
 */
final class FakeVersions {
  private record Row(String id, boolean marker, long epoch, Instant mtime) {}

  private final List<Row> rows = new ArrayList<>();
  private long highest;
  private @Nullable String current;

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The next epoch, as a write of a user takes it. */
  private long next(OptionalLong epoch) {
    return epoch.orElse(Math.max(highest + 1, 2));
  }

  void put(String id, OptionalLong epoch, Instant mtime) {
    boolean plain =
        id.equals("null") && epoch.isEmpty() && rows.stream().allMatch(row -> row.epoch() == 0);
    if (plain) {
      rows.removeIf(row -> row.id().equals(id));
      rows.add(0, new Row(id, false, 0, mtime));
      current = id;
      return;
    }
    link(id, false, next(epoch), mtime);
  }

  /** False when none was made. */
  boolean mark(String id, OptionalLong epoch, Instant mtime) {
    Row head = currentRow();
    if (head != null && head.marker() && !has(id)) {
      return false;
    }
    link(id, true, next(epoch), mtime);
    return true;
  }

  private void link(String id, boolean marker, long epoch, Instant mtime) {
    rows.replaceAll(
        row -> row.epoch() == 0 ? new Row(row.id(), row.marker(), 1, row.mtime()) : row);
    boolean promoted = epoch > highest || (epoch == highest && id.equals(current));
    rows.removeIf(row -> row.id().equals(id));
    if (promoted) {
      current = id;
      highest = epoch;
    } else if (id.equals(current)) {
      current = "(none)";
    }
    int index = 0;
    while (index < rows.size() && rows.get(index).epoch() > epoch) {
      index++;
    }
    rows.add(index, new Row(id, marker, epoch, mtime));
  }

  void remove(String id) {
    boolean wasCurrent = id.equals(current);
    rows.removeIf(row -> row.id().equals(id));
    if (highest > 0) {
      highest++;
    }
    if (wasCurrent) {
      current = rows.isEmpty() ? null : rows.get(0).id();
    }
    if (rows.isEmpty()) {
      highest = 0;
    }
  }

  boolean has(String id) {
    return rows.stream().anyMatch(row -> row.id().equals(id));
  }

  Optional<ListedVersion> find(String id) {
    return list("k").stream().filter(row -> row.versionId().equals(id)).findFirst();
  }

  private @Nullable Row currentRow() {
    return rows.stream().filter(row -> row.id().equals(current)).findFirst().orElse(null);
  }

  List<ListedVersion> list(String key) {
    return rows.stream()
        .map(
            row ->
                new ListedVersion(
                    key,
                    row.id(),
                    row.marker(),
                    row.id().equals(current),
                    row.epoch() == 0 ? OptionalLong.empty() : OptionalLong.of(row.epoch()),
                    row.mtime(),
                    "",
                    0,
                    "alice",
                    ""))
        .toList();
  }

  /** Ids, newest first, with what a client sees of each. */
  List<String> seen() {
    return rows.stream()
        .map(
            row ->
                row.id()
                    + (row.marker() ? " marker" : " " + row.mtime().getEpochSecond())
                    + (row.id().equals(current) ? " *" : ""))
        .toList();
  }

  @Override
  public String toString() {
    return rows + " current " + current + " highest " + highest;
  }
}
