package io.gyre.app;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options of every command about what it prints. */
final class OutputOptions {
  @Option(
      names = "--json",
      description = "Print one JSON object per line, for programs. Logs are JSON, too.")
  private boolean json;

  @ArgGroup private @Nullable Loudness loudness;

  private static final class Loudness {
    @Option(
        names = {"-v", "--verbose"},
        description = "Log everything.")
    private boolean verbose;

    @Option(
        names = {"-q", "--quiet"},
        description = "Log warnings and errors only, and show no progress.")
    private boolean quiet;
  }

  Output toOutput() {
    return new Output(json ? Output.Format.JSON : Output.Format.TEXT, verbosity());
  }

  private Output.Verbosity verbosity() {
    if (loudness != null && loudness.quiet) {
      return Output.Verbosity.QUIET;
    }
    return loudness != null && loudness.verbose
        ? Output.Verbosity.VERBOSE
        : Output.Verbosity.NORMAL;
  }
}
