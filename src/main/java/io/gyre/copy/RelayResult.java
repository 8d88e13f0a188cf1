package io.gyre.copy;

import java.time.Instant;

/** How the copy of one version ended, failures apart. */
public sealed interface RelayResult {
  /**
   * The destination has the version, verified.
   *
   * @param bytes of the body
   * @param sourceMtime of the version that was read
   * @param etagKept false where the destination could not be made to show the source's ETag
   */
  record Copied(long bytes, Instant sourceMtime, boolean etagKept) implements RelayResult {
    CopyOutcome outcome() {
      return etagKept ? CopyOutcome.COPIED : CopyOutcome.COPIED_ETAG_DIFFERS;
    }
  }

  /** The configuration leaves out what the source has; nothing was written. */
  record Unselected() implements RelayResult {}

  /**
   * The source has proven, by its own error body, that the version is not there.
   *
   * @param deleteMarker whether what is there in its place is a delete marker
   */
  record Gone(boolean deleteMarker) implements RelayResult {}
}
