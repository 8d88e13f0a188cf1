package io.gyre.embedded.model;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every user's list of buckets. It follows the entry points that are written, so a changed owner
 * leaves the old owner's list as it was, as in the real gateway.
 */
final class OwnedBuckets {
  private final Map<String, SortedSet<String>> byUser = new ConcurrentHashMap<>();

  List<String> of(String user) {
    SortedSet<String> keys = byUser.getOrDefault(user, new TreeSet<>());
    synchronized (keys) {
      return List.copyOf(keys);
    }
  }

  void set(String user, String key, boolean linked) {
    SortedSet<String> keys = byUser.computeIfAbsent(user, name -> new TreeSet<>());
    synchronized (keys) {
      if (linked) {
        keys.add(key);
      } else {
        keys.remove(key);
      }
    }
  }
}
