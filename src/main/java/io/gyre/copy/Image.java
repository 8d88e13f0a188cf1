package io.gyre.copy;

import java.time.Instant;

/**
 * A version at a destination that gives versions ids of its own, as the copy of one of the source.
 *
 * @param versionId at the source; {@code null} for a plain object or a null version
 * @param sourceMtime of the source's version as it was copied, or brought up to date since
 * @param destinationId the id that the destination gave it
 */
public record Image(String versionId, Instant sourceMtime, String destinationId) {
  /** The version that stands between two delete markers while the upper one is made. */
  public static final String PLACEHOLDER = "gyre-placeholder";

  /** Whether both are of one version of the source, however it was described. */
  boolean isOfSame(Image other) {
    return versionId.equals(other.versionId);
  }
}
