package io.gyre.app;

/** Entry point of the jar. */
public final class Main {
  private Main() {}

  /** Runs the command named by the arguments and exits with its code, see {@link ExitCode}. */
  public static void main(String[] args) {
    System.exit(Gyre.commandLine(Wiring.real(), System.getenv()).execute(args));
  }
}
