package io.gyre.doctor;

import io.gyre.checkpoint.CheckpointException;

/**
 * Why a checkpoint cannot be used.
 *
 * @param message says it whole
 */
public record StateProblem(CheckpointException.Kind kind, String message) {
  /** What an attempt to use it ended with. */
  public static StateProblem of(CheckpointException failure) {
    return new StateProblem(failure.kind(), String.valueOf(failure.getMessage()));
  }
}
