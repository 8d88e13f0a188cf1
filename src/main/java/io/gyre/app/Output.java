package io.gyre.app;

/**
 * How a command talks: results and progress on standard output, logs on standard error.
 *
 * @param format of results and progress
 * @param verbosity of logs; {@link Verbosity#QUIET} leaves the progress out, too
 * @param logs how a line of the log looks
 */
public record Output(Format format, Verbosity verbosity, Format logs) {
  /** Logs are for the same readers as the results. */
  public Output(Format format, Verbosity verbosity) {
    this(format, verbosity, format);
  }

  /** For whom. */
  public enum Format {
    /** For people. */
    TEXT,
    /** For programs: one JSON object per line. */
    JSON
  }

  /** How much. */
  public enum Verbosity {
    /** Warnings and errors. */
    QUIET,
    /** One line per change of state. */
    NORMAL,
    /** Everything Gyre itself has to say. */
    VERBOSE
  }
}
