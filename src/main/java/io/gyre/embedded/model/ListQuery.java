package io.gyre.embedded.model;

/**
 * What to list. The listing begins after {@code marker} (and after {@code versionMarker} of that
 * key); {@code shard} is {@link #ALL_SHARDS} or one of the index; {@code versions} lists every
 * version instead of what the keys show.
 */
public record ListQuery(
    String prefix,
    String delimiter,
    String marker,
    String versionMarker,
    int limit,
    int shard,
    boolean versions) {
  /** The whole bucket, in the order of keys. */
  public static final int ALL_SHARDS = -1;
}
