package io.gyre.app;

import io.gyre.config.ConfigLoader;
import io.gyre.config.GyreConfig;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the configuration of a command. */
final class ConfigOption {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = {
        "YAML file that says what to replicate; conf/gyre.yaml explains every key.",
        "Each key can also be given in the environment, which wins over the file:"
            + " GYRE_SOURCE_ENDPOINT is source.endpoint. Without a file everything is read from there."
      })
  private @Nullable Path file;

  /** The configuration, or a ConfigException with everything that is wrong with it. */
  GyreConfig load(Map<String, String> environment) {
    var loader = new ConfigLoader(environment);
    return file == null ? loader.parse("", "environment") : loader.load(file);
  }

  /** How the same configuration is named on the command line; empty for that of the environment. */
  String asArgument() {
    return file == null ? "" : "--config " + file;
  }
}
