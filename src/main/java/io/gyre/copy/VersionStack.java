package io.gyre.copy;

import io.gyre.log.ListedVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A key's versions as they will be after some steps, newest first: ordered by epoch. */
final class VersionStack {
  /** One version; a plain object has epoch 0. */
  record Row(String versionId, boolean marker, long epoch) {
    /** The epoch to write it with, to leave it where it is. */
    OptionalLong place() {
      return epoch == 0 ? OptionalLong.empty() : OptionalLong.of(epoch);
    }
  }

  private final List<Row> rows = new ArrayList<>();

  VersionStack(List<ListedVersion> listed) {
    for (ListedVersion version : listed) {
      rows.add(new Row(version.versionId(), version.deleteMarker(), version.olhEpoch().orElse(0)));
    }
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  int size() {
    return rows.size();
  }

  Row get(int index) {
    return rows.get(index);
  }

  Optional<Row> find(String versionId) {
    return rows.stream().filter(row -> row.versionId().equals(versionId)).findFirst();
  }

  /** -1 when there is none. */
  int indexOf(String versionId) {
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).versionId().equals(versionId)) {
        return i;
      }
    }
    return -1;
  }

  /** The highest epoch; -1 when there is no version. */
  long highest() {
    return rows.stream().mapToLong(Row::epoch).max().orElse(-1);
  }

  /**
   * Puts a version in its place, taking it from where it was.
   *
   * @param epoch empty for the top
   */
  void put(String versionId, boolean marker, OptionalLong epoch) {
    remove(versionId);
    long place = epoch.orElse(highest() + 1);
    int index = 0;
    while (index < rows.size() && rows.get(index).epoch() > place) {
      index++;
    }
    rows.add(index, new Row(versionId, marker, place));
  }

  void remove(String versionId) {
    rows.removeIf(row -> row.versionId().equals(versionId));
  }
}
