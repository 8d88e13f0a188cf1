package io.gyre.log;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * One version (or the only object) of a key, as the listing of a bucket index shard shows it.
 *
 * @param versionId {@code null} (the word) for a plain object or a null version
 * @param olhEpoch present only for versions that an OLH orders
 * @param mtime with nanoseconds, by the source's clock
 * @param etag without quotes; empty for a delete marker
 * @param size bytes
 * @param storageClass as the gateway names it; empty for a delete marker, and where it says none
 */
public record ListedVersion(
    String key,
    String versionId,
    boolean deleteMarker,
    boolean latest,
    OptionalLong olhEpoch,
    Instant mtime,
    String etag,
    long size,
    String owner,
    String storageClass) {
  /** The same by another id. */
  public ListedVersion withId(String id) {
    return new ListedVersion(
        key, id, deleteMarker, latest, olhEpoch, mtime, etag, size, owner, storageClass);
  }

  /** The same of another key. */
  public ListedVersion withKey(String other) {
    return new ListedVersion(
        other, versionId, deleteMarker, latest, olhEpoch, mtime, etag, size, owner, storageClass);
  }
}
