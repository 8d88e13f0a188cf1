package io.gyre.copy;

import java.util.OptionalLong;

/**
 * How a version is written at the destination.
 *
 * @param versionId the id that the destination must use; empty to let it write a plain object or,
 *     in a suspended bucket, the null version
 * @param olhEpoch the version's place in the order of its key's versions, from an OLH entry of the
 *     log or from a listing and from nowhere else
 */
public record VersionWrite(String versionId, OptionalLong olhEpoch) {
  /** A plain object. */
  public static final VersionWrite PLAIN = new VersionWrite("", OptionalLong.empty());
}
