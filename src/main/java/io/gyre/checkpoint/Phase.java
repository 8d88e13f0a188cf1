package io.gyre.checkpoint;

/** The phases of a bucket shard. They belong to each bucket shard, never to the process. */
public enum Phase {
  /** Known, nothing done: the position of its log has to be recorded first. */
  INIT,
  /** Its full pass is under way; live entries wait in its log. */
  FULL,
  /** Its log is followed. */
  INCREMENTAL,
  /** An operator disabled syncing of the bucket; it waits until that ends, then starts over. */
  STOPPED,
  /** Cannot be followed, for the reason that its bucket carries. */
  UNFOLLOWED;

  /** Whether it is still to be listed, and what it has copied or compared. */
  public boolean isFull() {
    return this == INIT || this == FULL;
  }
}
