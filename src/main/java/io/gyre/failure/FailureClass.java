package io.gyre.failure;

/** Why a call failed, as far as it decides what to do next. */
public enum FailureClass {
  /** The endpoint asked for less (503 SlowDown, 429). */
  THROTTLED,
  /** It may work next time: unreachable, reset, timed out before a write could land, 5xx. */
  TRANSIENT,
  /** A write whose answer never came: it may have landed, or may still land. */
  UNKNOWN_OUTCOME,
  /** Proven absent by the gateway's own error body. */
  GONE,
  /** Our credentials or the owner's rights do not suffice. */
  DENIED,
  /** The endpoint will never take it as it is. */
  INVALID,
  /** What arrived is not what was announced (length, checksum, unreadable answer). */
  CORRUPT
}
