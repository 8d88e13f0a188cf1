package io.gyre.metadata;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A bucket of the destination, as its entry point names it.
 *
 * @param id changes when the destination reshards the bucket
 * @param marker the id that it began with, for life
 */
record DestinationBucket(String id, String marker) {
  static DestinationBucket of(JsonNode entry) {
    return new DestinationBucket(SourceBucket.idOf(entry), SourceBucket.markerOf(entry));
  }

  /** Whether this is the bucket that was known by an id, resharded or not. */
  boolean is(String known) {
    return id.equals(known) || marker.equals(known);
  }
}
