package io.gyre.app;

/** What the exit codes of all commands mean. */
public final class ExitCode {
  /** Done, and both zones are equal as far as the command is about that. */
  public static final int DONE = 0;

  /** Done, but there are differences or parked entries. */
  public static final int DIFFERENCES = 1;

  /** Wrong usage or configuration; nothing was touched. */
  public static final int CONFIGURATION = 2;

  /** An endpoint could not be reached, or refused our credentials. */
  public static final int UNREACHABLE = 3;

  /** A bug: Gyre stopped at something it did not foresee. The number is that of sysexits.h. */
  public static final int BUG = 70;

  private ExitCode() {}
}
