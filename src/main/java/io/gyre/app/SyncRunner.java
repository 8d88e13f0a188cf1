package io.gyre.app;

/** Replicates one route, until it is done or told to stop. */
public interface SyncRunner {
  /** Blocks until the end; returns one of {@link ExitCode}. */
  int run(SyncRequest request);
}
