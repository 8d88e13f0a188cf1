package io.gyre.metadata;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A bucket of the destination, as its name tells it from others that had the name.
 *
 * @param id changes when the destination reshards the bucket; empty where nobody says whose it is
 * @param marker the id that it began with, for life
 * @param blank whether nobody has put anything into it, nor said whose it is: that of a making
 *     which was cut short looks so
 */
public record DestinationBucket(String id, String marker, boolean blank) {
  DestinationBucket(String id, String marker) {
    this(id, marker, false);
  }

  static DestinationBucket of(JsonNode entry) {
    return new DestinationBucket(SourceBucket.idOf(entry), SourceBucket.markerOf(entry));
  }

  /**
   * Whether this is the bucket that was known by an id, resharded or not. What was known by none is
   * no bucket, least of all another one without an id.
   */
  public boolean is(String known) {
    return !known.isEmpty() && (id.equals(known) || marker.equals(known));
  }
}
