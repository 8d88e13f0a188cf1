package io.gyre.route;

import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A process that was made for one command, as operators start it. */
record OwnProcess(Process process) implements Execution {
  @Override
  public OptionalInt exitWithin(long seconds) throws InterruptedException {
    return process.waitFor(seconds, TimeUnit.SECONDS)
        ? OptionalInt.of(process.exitValue())
        : OptionalInt.empty();
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void terminate() {
    process.destroy();
  }

  @Override
  public void kill() {
    process.destroyForcibly();
  }

  @Override
  public long pid() {
    return process.pid();
  }
}
