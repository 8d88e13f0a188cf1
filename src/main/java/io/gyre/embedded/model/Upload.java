package io.gyre.embedded.model;

import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * An unfinished multipart upload. The storage class is that of all its parts; {@code initiated} in
 * nanoseconds since the epoch.
 */
public record Upload(
    String key,
    String id,
    Attributes attributes,
    String storageClass,
    long initiated,
    SortedMap<Integer, Part> parts) {

  /** One part as it was received last. {@code mtime} in nanoseconds since the epoch. */
  public record Part(int number, Content content, long mtime) {}

  static Upload start(String key, Attributes attributes, String storageClass, long now) {
    return new Upload(
        key, Ids.upload(), attributes, storageClass, now, new ConcurrentSkipListMap<>());
  }

  /** The parts that came so far, by number. */
  public List<Part> received() {
    return List.copyOf(parts.values());
  }

  String rawName(String suffix) {
    return "_multipart_" + key + "." + id + "." + suffix;
  }
}
