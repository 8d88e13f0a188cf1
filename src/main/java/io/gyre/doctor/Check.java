package io.gyre.doctor;

import java.util.Locale;

/** What was checked. The names are stable: programs read them. */
public enum Check {
  ENDPOINT,
  CLOCK,
  CREDENTIALS,
  SYSTEM_USER,
  VERSION,
  ZONE,
  LEASE,
  ROUTE,
  DATA_LOG,
  METADATA_LOG,
  LOG_TRIM,
  LOG_READERS,
  PLACEMENT,
  /** What the rules of {@code map} come to. */
  MAP,
  LIFECYCLE,
  BUCKETS,
  RESHARD,
  QUOTA,
  VERSIONING,
  INDEX_LOG,
  USERS,
  /** Of a switch-over: whether the source is still written to. */
  QUIET,
  LAG,
  LEFT_OUT,
  EQUAL,
  STATE,
  CHECKPOINT,
  /** Everything that needs an answer of an end that gives none. */
  THE_REST;

  /** The name for programs. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The name for people. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
