package io.gyre.log;

/** The versioning state of a bucket. */
public enum Versioning {
  /** Never switched on: objects have no versions. */
  NEVER,
  /** Each write makes a version with an id of its own. */
  ENABLED,
  /** Was on and may be again: a write replaces the null version. */
  SUSPENDED;

  /** Whether objects with ids of their own may be in the bucket. */
  public boolean everEnabled() {
    return this != NEVER;
  }
}
