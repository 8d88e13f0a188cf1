package io.gyre.app;

import io.gyre.config.GyreConfig;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints what the checkpoint of a configuration's route says. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header =
        "Says what is replicated and what is not: log shards, bucket shards, parked entries, lag.",
    description = {
      "%nReads the state directory, and asks the running 'sync' of it where ops.listen is reached; neither zone is asked. Without"
          + " that answer the lag is an upper bound: a bucket shard that changed counts until it has been quiet for"
          + " longer than the data log window.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  gyre status --config gyre.yaml", "  gyre status --config gyre.yaml --json | jq ."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing stays different",
      "1:entries are parked, or something is refused or left out",
      "2:wrong usage or configuration, or nothing was replicated yet"
    })
final class StatusCommand implements Callable<Integer> {
  private final StatusReader reader;
  private final Map<String, String> environment;

  @Mixin private ConfigOption config = new ConfigOption();
  @Mixin private OutputOptions output = new OutputOptions();

  StatusCommand(StatusReader reader, Map<String, String> environment) {
    this.reader = reader;
    this.environment = environment;
  }

  @Override
  public Integer call() {
    GyreConfig loaded = config.load(environment);
    Output chosen = output.toOutput();
    Logs.configure(chosen);
    return reader.print(new StatusRequest(loaded, chosen));
  }
}
