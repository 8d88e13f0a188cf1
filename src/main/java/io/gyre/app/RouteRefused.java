package io.gyre.app;

/** A route that cannot be run; the message says why and what to do, the code is an exit code. */
final class RouteRefused extends RuntimeException {
  private final int exitCode;

  RouteRefused(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
