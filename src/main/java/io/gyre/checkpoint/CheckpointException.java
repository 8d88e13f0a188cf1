package io.gyre.checkpoint;

import org.jspecify.annotations.Nullable;

/** The store cannot be used or cannot record: what happened, where it lies, and what to do. */
public final class CheckpointException extends RuntimeException {

  /** What stands in the way, as far as that is known. */
  public enum Kind {
    /** What is stored cannot be trusted. */
    DAMAGED,
    /** It was written by a newer program. */
    NEWER,
    /** It is of an older program, and is migrated when the route starts. */
    OLDER,
    /** This user may not use the files. */
    ACCESS,
    /** The disk is full. */
    FULL,
    /** Another process holds it for now. */
    BUSY,
    /** The disk or its file system failed. */
    DISK,
    OTHER
  }

  private final Kind kind;

  /** Of no kind that could be told. */
  public CheckpointException(String message, @Nullable Throwable cause) {
    this(Kind.OTHER, message, cause);
  }

  CheckpointException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What stands in the way. */
  public Kind kind() {
    return kind;
  }
}
