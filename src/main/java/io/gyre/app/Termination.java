package io.gyre.app;

import java.util.function.IntSupplier;

/** Where a command asks to be told that the process is to stop. */
@FunctionalInterface
interface Termination {
  /**
   * Has something called, once, when the process is to stop. It ends the work in order, and the
   * process with the code that it returns: told to stop is not an error.
   */
  Registered onStop(IntSupplier stop);

  /** Closed once the work has ended by itself. */
  interface Registered extends AutoCloseable {
    @Override
    void close();
  }

  /** A signal, as a service manager or Ctrl+C sends it. */
  static Termination bySignal() {
    return stop -> {
      Thread hook = new Thread(() -> Runtime.getRuntime().halt(stop.getAsInt()), "stop");
      Runtime.getRuntime().addShutdownHook(hook);
      return () -> {
        try {
          Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyStopping) {
          // The hook itself ended the work, and ends the process.
        }
      };
    };
  }
}
