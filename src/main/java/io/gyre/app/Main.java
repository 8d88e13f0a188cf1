package io.gyre.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;

/** Entry point of the jar. */
public final class Main {
  /** With one thread the common pool does not exist, and every task makes a thread of its own. */
  private static final String POOL_SIZE = "java.util.concurrent.ForkJoinPool.common.parallelism";

  private static final int POOL_MIN = 2;

  private Main() {}

  /**
   * Runs the command named by the arguments and exits with its code, see {@link ExitCode}. Keys are
   * of any script, so standard output is UTF-8 in every locale.
   */
  public static void main(String[] args) {
    if (System.getProperty(POOL_SIZE) == null
        && Runtime.getRuntime().availableProcessors() <= POOL_MIN) {
      System.setProperty(POOL_SIZE, String.valueOf(POOL_MIN));
    }
    var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    System.setOut(out);
    var commands = Gyre.commandLine(Wiring.real(), System.getenv());
    System.exit(commands.setOut(new PrintWriter(out, true, UTF_8)).execute(args));
  }
}
