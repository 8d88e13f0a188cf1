package io.gyre.copy;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The users in whose names objects are written at the destination. Nearly all of them may write; of
 * one who may not, a write is refused, and only then anything is asked or changed.
 */
public interface ObjectOwners {
  /** Whether the destination lets a user write. */
  enum Standing {
    ABLE,
    MISSING,
    SUSPENDED,
    /** Its op_mask lacks write or delete. */
    MASKED
  }

  /**
   * In whose name an object is written.
   *
   * @param owner uid, as the source has it; empty where it has none
   * @return the owner itself, or the one who stands in for those that the destination lacks
   */
  String writerFor(String owner);

  /** Whether objects of other owners may have been written in this one's name. */
  boolean standsIn(String uid);

  /** Runs a write in a user's name, who is let write until it has ended. */
  <T> CompletionStage<T> write(String writer, Supplier<? extends CompletionStage<T>> write);

  /**
   * The destination refused a write in a user's name. Does what can be done about it.
   *
   * @return {@code ABLE} when another try may succeed, with {@link #writerFor} asked again
   */
  CompletionStage<Standing> refused(String writer);
}
