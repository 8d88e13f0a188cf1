package io.gyre.check;

import java.util.OptionalLong;

/**
 * What a copy of one version is to be asked for. It reads the source anew, so this decides only
 * what it is about.
 *
 * @param versionId as listings show it
 * @param olhEpoch the version's place at the source; empty for a plain object
 */
public record RepairStep(String versionId, Kind kind, OptionalLong olhEpoch) {
  /** What it is about. */
  public enum Kind {
    /** The source has an object there. */
    WRITE,
    /** The source has a delete marker there. */
    MARK,
    /** Only the destination has it. */
    REMOVE
  }
}
