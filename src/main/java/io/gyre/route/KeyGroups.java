package io.gyre.route;

import io.gyre.copy.CopyTask;
import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPosition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Gathers the versions of a key, which follow one another in a listing. Positions are where a
 * listing may go on once a group and all before it are done.
 */
final class KeyGroups {
  /**
   * More versions of one key are worked on in several groups, the newest first. Only the last of
   * them moves the durable position: a listing cannot be relied on to go on amid a key.
   */
  static final int MAX = 1000;

  private final boolean recheck;
  private ListingPosition reached;
  private List<ListedVersion> versions = new ArrayList<>(1);

  KeyGroups(ListingPosition reached, boolean recheck) {
    this.reached = reached;
    this.recheck = recheck;
  }

  /** The group that is complete now that this version has come; empty while none is. */
  List<LedgerItem<ListingPosition>> add(ListedVersion version) {
    List<LedgerItem<ListingPosition>> done = List.of();
    if (!versions.isEmpty() && !versions.get(0).key().equals(version.key())) {
      done = takeLast();
    } else if (versions.size() == MAX) {
      done = take();
    }
    versions.add(version);
    return done;
  }

  /** Where a listing may go on once all that was given out is done. */
  ListingPosition reached() {
    return reached;
  }

  /** The last group of its key. */
  List<LedgerItem<ListingPosition>> takeLast() {
    if (!versions.isEmpty()) {
      ListedVersion last = versions.get(versions.size() - 1);
      reached = new ListingPosition(last.key(), last.versionId());
    }
    return take();
  }

  /** Oldest first: the order in which versions are built up at the destination. */
  private List<LedgerItem<ListingPosition>> take() {
    if (versions.isEmpty()) {
      return List.of();
    }
    List<CopyTask> tasks = new ArrayList<>(versions.size());
    versions.forEach(version -> tasks.add(EntryTasks.of(version, recheck)));
    Collections.reverse(tasks);
    versions = new ArrayList<>(1);
    return List.of(new LedgerItem<>(reached, tasks));
  }
}
