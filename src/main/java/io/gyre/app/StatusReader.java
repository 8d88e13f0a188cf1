package io.gyre.app;

/**
 * Reads the checkpoint of a route, also while another process replicates it, and prints what it
 * says.
 */
public interface StatusReader {
  /** Prints to standard output; returns one of {@link ExitCode}. */
  int print(StatusRequest request);
}
