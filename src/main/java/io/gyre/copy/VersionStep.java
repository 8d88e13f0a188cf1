package io.gyre.copy;

import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;

/** One change of a key's versions at the destination. Versions go by the ids that listings show. */
sealed interface VersionStep {
  String versionId();

  /**
   * Copies a version that is an object.
   *
   * @param epoch its place in the order; empty for the top
   */
  record Put(String versionId, OptionalLong epoch) implements VersionStep {}

  /**
   * Makes a delete marker.
   *
   * @param epoch its place in the order; empty for the top
   * @param owner uid; empty if unknown
   */
  record Mark(String versionId, OptionalLong epoch, String owner) implements VersionStep {}

  /** Removes a version or marker that the source no longer has. */
  record Remove(String versionId) implements VersionStep {}

  /**
   * Brings the attributes of a version that is there to what the source has.
   *
   * @param epoch its place, should it have to be written again there
   */
  record Refresh(String versionId, OptionalLong epoch) implements VersionStep {}

  /**
   * Copies the null version again unless the one that is there is a copy of the same.
   *
   * @param epoch its place, should it be copied
   */
  record RefreshNull(Instant mtime, OptionalLong epoch) implements VersionStep {
    @Override
    public String versionId() {
      return ObjectVersion.NULL;
    }
  }

  /**
   * Removes the null version if it is what a write that went astray made of another version.
   *
   * @param mtimes of the versions that were written
   */
  record RemoveStray(Set<Instant> mtimes) implements VersionStep {
    @Override
    public String versionId() {
      return ObjectVersion.NULL;
    }
  }
}
