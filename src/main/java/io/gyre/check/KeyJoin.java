package io.gyre.check;

import io.gyre.log.KeyOrder;
import io.gyre.log.ListedVersion;
import java.util.ArrayList;
import java.util.List;

/** Joins two listings key by key, as far as their pages have come. Pure. */
final class KeyJoin {
  private KeyJoin() {}

  /**
   * What is left of a listing's page.
   *
   * @param from index of the first row that is not joined yet, which begins a key
   * @param last whether no page follows
   */
  record Rows(List<ListedVersion> versions, int from, boolean last) {
    boolean drained() {
      return from >= versions.size();
    }

    /** Whether nothing can be joined before the next page is there. */
    boolean wantsPage() {
      return drained() && !last;
    }

    private String key() {
      return versions.get(from).key();
    }

    /** The versions of the next key; a page ends at the end of a key. */
    private List<ListedVersion> nextKey() {
      String key = key();
      int end = from + 1;
      while (end < versions.size() && versions.get(end).key().equals(key)) {
        end++;
      }
      return versions.subList(from, end);
    }

    private Rows after(List<ListedVersion> taken) {
      return new Rows(versions, from + taken.size(), last);
    }
  }

  /**
   * @param pairs in key order; they are views of the pages
   */
  record Joined(List<KeyPair> pairs, Rows source, Rows destination) {}

  /** Joins until one end wants its next page, or both have ended. */
  static Joined join(Rows source, Rows destination) {
    List<KeyPair> pairs = new ArrayList<>();
    Rows here = source;
    Rows there = destination;
    while (!here.wantsPage() && !there.wantsPage() && !(here.drained() && there.drained())) {
      int order = order(here, there);
      List<ListedVersion> left = order <= 0 ? here.nextKey() : List.of();
      List<ListedVersion> right = order >= 0 ? there.nextKey() : List.of();
      pairs.add(new KeyPair(order <= 0 ? here.key() : there.key(), left, right));
      here = here.after(left);
      there = there.after(right);
    }
    return new Joined(pairs, here, there);
  }

  /** What has ended comes after everything. */
  private static int order(Rows here, Rows there) {
    if (here.drained() || there.drained()) {
      return here.drained() ? 1 : -1;
    }
    return KeyOrder.compare(here.key(), there.key());
  }
}
