package io.gyre.app;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of every command about what it prints. */
final class OutputOptions {
  @Option(
      names = "--json",
      description = "Print one JSON object per line, for programs. Logs are JSON, too.")
  private boolean json;

  @Option(
      names = "--log-format",
      paramLabel = "text|json",
      converter = ToFormat.class,
      description = "How the log on standard error looks; without it as --json says.")
  private Output.@Nullable Format logs;

  @ArgGroup private @Nullable Loudness loudness;

  static final class ToFormat implements ITypeConverter<Output.Format> {
    @Override
    public Output.Format convert(String text) {
      return switch (text) {
        case "text" -> Output.Format.TEXT;
        case "json" -> Output.Format.JSON;
        default -> throw new TypeConversionException("'" + text + "' is neither text nor json");
      };
    }
  }

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
    Output.Format format = json ? Output.Format.JSON : Output.Format.TEXT;
    return new Output(format, verbosity(), logs == null ? format : logs);
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
