package io.gyre.copy;

import java.util.OptionalLong;

/**
 * How a version is written at the destination.
 *
 * @param versionId the id that the destination must use; empty to let it write a plain object or,
 *     in a suspended bucket, the null version
 * @param olhEpoch the version's place in the order of its key's versions; empty for the top, or for
 *     a plain object
 */
public record VersionWrite(String versionId, OptionalLong olhEpoch) {
  /** A plain object. */
  public static final VersionWrite PLAIN = new VersionWrite("", OptionalLong.empty());

  /** For a version as listings name it: the null version is written without an id. */
  static VersionWrite of(String listedId, OptionalLong olhEpoch) {
    return new VersionWrite(listedId.equals(ObjectVersion.NULL) ? "" : listedId, olhEpoch);
  }
}
