package io.gyre.embedded.model;

import java.util.List;

/** A page of a listing. The markers are where the next page begins; empty when there is none. */
public record ListPage(
    List<Row> rows,
    List<String> prefixes,
    boolean truncated,
    String nextMarker,
    String nextVersionMarker) {
  /** One version of a key. */
  public record Row(String key, ObjectVersion version, boolean latest) {}
}
