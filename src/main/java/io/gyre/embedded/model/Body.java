package io.gyre.embedded.model;

import java.util.ArrayList;
import java.util.List;

/** The bytes of an object: segments one after the other. Immutable; slices share the storage. */
public record Body(long size, List<Segment> segments) {
  /** No bytes. */
  public static final Body EMPTY = new Body(0, List.of());

  /** Copies the list. */
  public Body {
    segments = List.copyOf(segments);
  }

  /** All segments in their order. */
  public static Body of(List<Segment> segments) {
    return new Body(segments.stream().mapToLong(Segment::size).sum(), segments);
  }

  /** One array, which must not change any more. */
  public static Body of(byte[] data) {
    return data.length == 0
        ? EMPTY
        : new Body(data.length, List.of(new Segment.InMemory(data, 0, data.length)));
  }

  /** The bodies one after the other, as a multipart upload joins its parts. */
  public static Body join(List<Body> parts) {
    return of(parts.stream().flatMap(part -> part.segments().stream()).toList());
  }

  /** The bytes from {@code from} up to, not including, {@code to}. */
  public Body slice(long from, long to) {
    List<Segment> kept = new ArrayList<>();
    long start = 0;
    for (Segment segment : segments) {
      long low = Math.max(from - start, 0);
      long high = Math.min(to - start, segment.size());
      if (low < high) {
        kept.add(segment.slice(low, high));
      }
      start += segment.size();
    }
    return of(kept);
  }

  /** Bytes that are held in memory. */
  public long inMemory() {
    long sum = 0;
    for (Segment segment : segments) {
      sum += segment instanceof Segment.InMemory ? segment.size() : 0;
    }
    return sum;
  }
}
