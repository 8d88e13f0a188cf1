package io.gyre.rgw;

import io.gyre.copy.ObjectVersion;
import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import io.gyre.map.KeyMap;
import java.util.ArrayList;
import java.util.List;

/**
 * What one answer to a request for a versions listing says.
 *
 * @param rows all of them, as they came
 * @param more whether the gateway has more than these
 * @param nextKey where it goes on, as it says; with {@code nextVersion}
 */
record Listing(List<ListedVersion> rows, boolean more, String nextKey, String nextVersion) {

  /** The same in the names of the source. */
  Listing here(KeyMap keys) {
    return keys.isSame()
        ? this
        : new Listing(
            keys.toHere(rows),
            more,
            nextKey.isEmpty() ? nextKey : keys.toHere(nextKey).orElse(keys.here()),
            nextVersion);
  }

  /**
   * A page, which does not end amid the versions of a key if that can be helped: where the one to
   * go on after is a null delete marker, or has been removed meanwhile, the gateway (16.2) goes on
   * with the next key and leaves out the older ones. What is left out here comes again on the next
   * page.
   *
   * @param after where it was asked to begin
   */
  ListingPage page(ListingPosition after) {
    List<ListedVersion> versions = rows;
    if (more) {
      versions = new ArrayList<>(rows);
      endAtAKey(versions);
    }
    ListingPosition next =
        versions.isEmpty() ? stated(after) : positionOf(versions.get(versions.size() - 1));
    return new ListingPage(versions, next, more);
  }

  /** Should a gateway skip so many entries that are no objects that a page has no row. */
  private ListingPosition stated(ListingPosition after) {
    if (!more) {
      return after;
    }
    ListingPosition next = new ListingPosition(nextKey, nextVersion);
    if (next.equals(after) || next.equals(ListingPosition.START)) {
      throw Json.unreadable("lists nothing after '" + after.key() + "' and says there is more");
    }
    return next;
  }

  static void endAtAKey(List<ListedVersion> versions) {
    int size = versions.size();
    int end = size;
    while (end > 0 && versions.get(end - 1).key().equals(versions.get(size - 1).key())) {
      end--;
    }
    if (end == 0 && size > 1 && versions.get(size - 1).versionId().equals(ObjectVersion.NULL)) {
      end = size - 1;
    }
    if (end > 0) {
      versions.subList(end, size).clear();
    }
  }

  private static ListingPosition positionOf(ListedVersion last) {
    return new ListingPosition(last.key(), last.versionId());
  }
}
