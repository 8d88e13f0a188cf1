package io.gyre.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * What the kernel lets a running process have of something: the soft limit, which its owner may set
 * and lift. Tests are skipped where {@code prlimit} (util-linux) is missing.
 */
public final class ProcessLimit {
  private static final int SECONDS = 20;

  private final long pid;
  private final String option;

  private ProcessLimit(long pid, String option) {
    this.pid = pid;
    this.option = option;
  }

  /** To how many bytes it may extend a file. */
  public static ProcessLimit ofFileSizes(long pid) {
    return new ProcessLimit(pid, "--fsize=");
  }

  /** How many files it may have open. */
  public static ProcessLimit ofOpenFiles(long pid) {
    return new ProcessLimit(pid, "--nofile=");
  }

  /** No more than that from now on. */
  public void set(long most) throws IOException, InterruptedException {
    set(Long.toString(most));
  }

  /** No limit, which is what processes have for the sizes of files unless somebody sets one. */
  public void lift() throws IOException, InterruptedException {
    set("unlimited");
  }

  private void set(String most) throws IOException, InterruptedException {
    try {
      Process process =
          new ProcessBuilder("prlimit", "--pid", Long.toString(pid), option + most + ":")
              .inheritIO()
              .start();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("prlimit " + option + most + " of " + pid + " failed");
      }
    } catch (IOException missing) {
      assumeTrue(false, "prlimit is not installed: " + missing.getMessage());
    }
  }
}
