package io.gyre.route;

import java.util.OptionalInt;

/** One command of Gyre on its way. */
interface Execution {
  /** Waits so long for the end; the exit code, once there is one. */
  OptionalInt exitWithin(long seconds) throws InterruptedException;

  boolean isAlive();

  /** Has it stop in order, and does not wait. */
  void terminate();

  /** Ends its process as the kernel does when memory runs out, and does not wait. */
  void kill();

  /** Of the process that it runs in. */
  long pid();
}
