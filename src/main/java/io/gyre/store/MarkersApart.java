package io.gyre.store;

import io.gyre.log.KeyOrder;
import io.gyre.log.ListedVersion;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * There are stores that list the delete markers of a page apart from its versions: then it is the
 * times that tell which is newer. Pure.
 */
final class MarkersApart {
  private MarkersApart() {}

  /** The rows of a page in the order of S3: by key, newest first. */
  static List<ListedVersion> inOrder(List<ListedVersion> rows) {
    return areApart(rows) ? merged(rows) : rows;
  }

  private static boolean areApart(List<ListedVersion> rows) {
    int changes = 0;
    for (int i = 1; i < rows.size(); i++) {
      changes += rows.get(i).deleteMarker() == rows.get(i - 1).deleteMarker() ? 0 : 1;
    }
    return changes == 1;
  }

  private static List<ListedVersion> merged(List<ListedVersion> rows) {
    SortedMap<String, OfKey> keys = new TreeMap<>(KeyOrder::compare);
    for (ListedVersion row : rows) {
      keys.computeIfAbsent(row.key(), key -> new OfKey()).add(row);
    }
    boolean markersFirst = rows.get(0).deleteMarker();
    List<ListedVersion> merged = new ArrayList<>(rows.size());
    for (Map.Entry<String, OfKey> key : keys.entrySet()) {
      key.getValue().mergeInto(merged, markersFirst);
    }
    return merged;
  }

  /** Both are in their own order. */
  private static final class OfKey {
    private final Deque<ListedVersion> versions = new ArrayDeque<>();
    private final Deque<ListedVersion> markers = new ArrayDeque<>();

    void add(ListedVersion row) {
      (row.deleteMarker() ? markers : versions).add(row);
    }

    /** What is of one time stays as it was listed. */
    void mergeInto(List<ListedVersion> merged, boolean markersFirst) {
      while (!versions.isEmpty() && !markers.isEmpty()) {
        boolean marker = isNewer(markers.getFirst(), versions.getFirst(), markersFirst);
        merged.add((marker ? markers : versions).removeFirst());
      }
      merged.addAll(versions);
      merged.addAll(markers);
    }

    private static boolean isNewer(
        ListedVersion marker, ListedVersion version, boolean markersFirst) {
      if (marker.latest() != version.latest()) {
        return marker.latest();
      }
      int order = marker.mtime().compareTo(version.mtime());
      return order == 0 ? markersFirst : order > 0;
    }
  }
}
