package io.gyre.app;

/** What {@code check} does about what differs. */
enum Repair {
  /** Names it. */
  NONE,
  /** Has it copied again. */
  COPY,
  /** That, and has what only the destination has removed, where the source confirms it. */
  COPY_AND_DELETE
}
