package io.gyre.embedded.model;

import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** An unfinished multipart upload. {@code initiated} in nanoseconds since the epoch. */
public record Upload(
    String key, String id, Attributes attributes, long initiated, SortedMap<Integer, Part> parts) {

  /** One part as it was received last. {@code mtime} in nanoseconds since the epoch. */
  public record Part(int number, Content content, long mtime) {}

  static Upload start(String key, Attributes attributes, long now) {
    return new Upload(key, Ids.upload(), attributes, now, new ConcurrentSkipListMap<>());
  }

  /** The parts that came so far, by number. */
  public List<Part> received() {
    return List.copyOf(parts.values());
  }

  String rawName(String suffix) {
    return "_multipart_" + key + "." + id + "." + suffix;
  }
}
