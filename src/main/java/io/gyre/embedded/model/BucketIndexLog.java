package io.gyre.embedded.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The change log of one index shard. Entries are ordered by their id, which grows with every entry
 * and stays unique after a trim. Not thread-safe: its shard's lock guards it.
 */
public final class BucketIndexLog {
  private static final int SUBOP = 6;
  private static final int TRIMMED_BEFORE_COPY = 1024;

  private List<Entry> entries = new ArrayList<>();
  private int first;
  private long version;
  private long objectVersion = 1;

  /**
   * One entry; {@code object} is the raw index key, {@code version} the shard's version after it.
   */
  public record Entry(String object, long version, long objectVersion, IndexChange change) {
    /** {@code 00000000002.19.6}: opaque to clients, compared as text. */
    public String id() {
      return String.format(Locale.ROOT, "%011d.%d.%d", version, objectVersion, SUBOP);
    }
  }

  void add(String object, IndexChange change) {
    version++;
    objectVersion += 2;
    entries.add(new Entry(object, version, objectVersion, change));
  }

  /** Up to {@code limit} entries after the marker; the empty marker is before all of them. */
  List<Entry> after(String marker, int limit) {
    int from = positionAfter(marker);
    int to = Math.min(entries.size(), limit >= entries.size() ? entries.size() : from + limit);
    return List.copyOf(entries.subList(from, Math.max(from, to)));
  }

  /** Removes the entries up to and including the marker. Harmless when there are none. */
  void trim(String marker) {
    first = Math.max(first, positionAfter(marker));
    if (first >= TRIMMED_BEFORE_COPY || first == entries.size()) {
      entries = new ArrayList<>(entries.subList(first, entries.size()));
      first = 0;
    }
  }

  /**
   * The id of the newest entry there ever was; empty if there was none. Does not go back on a trim.
   */
  String maxMarker() {
    return version == 0 ? "" : new Entry("", version, objectVersion, NO_CHANGE).id();
  }

  /** The shard's version: one more with every logged change. */
  long version() {
    return version + 1;
  }

  /** Entries that are kept. */
  int size() {
    return entries.size() - first;
  }

  private int positionAfter(String marker) {
    int low = first;
    int high = entries.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (entries.get(middle).id().compareTo(marker) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static final IndexChange NO_CHANGE =
      new IndexChange(IndexOp.RESYNC, "", 0, 0, 0, false, false, Owner.NOBODY);
}
