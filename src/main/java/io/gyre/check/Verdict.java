package io.gyre.check;

/** What is said in the end of something that was not equal at the first look. */
public enum Verdict {
  /** Both ends have it, and it is not the same. */
  DIFFERS,
  /** The source has it, the destination has not. */
  MISSING,
  /** The destination has it, the source has not. */
  EXTRA,
  /** It differs, and the replicator has parked or refused it: it is known, with the reason. */
  PARKED,
  /** It differs, and is being worked on, or keeps changing at the source. Not a difference. */
  IN_FLIGHT,
  /** It could not be compared. */
  ERROR;

  /** Whether the ends are to be called different because of it. */
  public boolean counts() {
    return this != IN_FLIGHT;
  }
}
