package io.gyre.map;

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

  /** The key at the source; empty for one that is not there because of the source's. */
  public Optional<String> toHere(String key) {
    return key.startsWith(there)
        ? Optional.of(here + key.substring(there.length()))
        : Optional.empty();
  }

  /** A position in a listing, which may be at the beginning, for the destination's. */
  public String markerThere(String marker) {
    return isSame() || marker.isEmpty() ? marker : toThere(marker);
  }

  /** What the destination's keys begin with, of those that begin so at the source. */
  public String prefixThere(String prefix) {
    return prefix.startsWith(here) ? there + prefix.substring(here.length()) : there;
  }

  @Override
  public String toString() {
    return "'" + here + "' -> '" + there + "'";
  }
}
