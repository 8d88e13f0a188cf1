package io.gyre.doctor;

/** How bad a finding is. */
public enum Level {
  OK,
  /** Replication works, but somebody should know this. */
  WARN,
  /** Replication does not work, or loses changes, until it is mended. */
  FAIL
}
