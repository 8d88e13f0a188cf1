package io.gyre.map;

import io.gyre.log.KeyOrder;
import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import java.util.List;
import java.util.Optional;

/**
 * How the keys of a bucket are named at the destination: each begins with the one prefix here and
 * with the other there. So different keys stay different, and in the same order.
 *
 * @param here what the keys begin with at the source; may be empty
 * @param there what they begin with at the destination; may be empty
 */
public record KeyMap(String here, String there) {
  /** Keys stay as they are. */
  public static final KeyMap SAME = new KeyMap("", "");

  /** Whether keys stay as they are. */
  public boolean isSame() {
    return here.equals(there);
  }

  /**
   * Whether a key of the destination could be of both: the one of another bucket and one of this.
   */
  boolean meets(KeyMap other) {
    return reach().startsWith(other.reach()) || other.reach().startsWith(reach());
  }

  /** What all keys there begin with; where they are as they are here, that says nothing. */
  String reach() {
    return isSame() ? "" : there;
  }

  /**
   * Whether the destination can have a key. It cannot have one that is the prefix alone, where that
   * is taken away.
   */
  public boolean covers(String key) {
    return key.startsWith(here) && key.length() + there.length() > here.length();
  }

  /**
   * The key at the destination.
   *
   * @throws IllegalArgumentException for one that it does not cover
   */
  public String toThere(String key) {
    if (isSame()) {
      return key;
    }
    if (!covers(key)) {
      throw new IllegalArgumentException("key '" + key + "' has no place by map.keys: " + this);
    }
    return there + key.substring(here.length());
  }

  /**
   * The key at the source; empty for one that is not there because of the source's, as the prefix
   * alone cannot be where it was added.
   */
  public Optional<String> toHere(String key) {
    return key.startsWith(there) && here.length() + key.length() > there.length()
        ? Optional.of(here + key.substring(there.length()))
        : Optional.empty();
  }

  /**
   * A position in a listing, for the destination's: one before all its keys is at the beginning.
   */
  public String markerThere(String marker) {
    if (isSame() || marker.isEmpty()) {
      return marker;
    }
    return covers(marker) || KeyOrder.compare(marker, here) > 0 ? toThere(marker) : "";
  }

  /** What the destination's keys begin with, of those that begin so at the source. */
  public String prefixThere(String prefix) {
    return prefix.startsWith(here) ? there + prefix.substring(here.length()) : there;
  }

  /** Whether there are keys of it, at the source, that begin so. */
  public boolean reaches(String prefix) {
    return prefix.startsWith(here) || here.startsWith(prefix);
  }

  /** What a listing of the destination says, in the names of the source. */
  public ListingPage toHere(ListingPage page) {
    if (isSame()) {
      return page;
    }
    ListingPosition next = page.next();
    return new ListingPage(
        toHere(page.versions()),
        next.key().isEmpty()
            ? next
            : new ListingPosition(toHere(next.key()).orElse(here), next.versionId()),
        page.more());
  }

  /** Rows of such a listing; what is not there because of the source's keys is left out. */
  public List<ListedVersion> toHere(List<ListedVersion> rows) {
    return isSame()
        ? rows
        : rows.stream().flatMap(row -> toHere(row.key()).map(row::withKey).stream()).toList();
  }

  @Override
  public String toString() {
    return "'" + here + "' -> '" + there + "'";
  }
}
