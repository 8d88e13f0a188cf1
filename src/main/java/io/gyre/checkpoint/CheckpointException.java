package io.gyre.checkpoint;

import org.jspecify.annotations.Nullable;

/** The store cannot be used or cannot record: what happened, where it lies, and what to do. */
public final class CheckpointException extends RuntimeException {
  public CheckpointException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
