package io.gyre.app;

import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What operators do about entries that failed too often. */
@Command(
    name = "parked",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    header = "Lists, retries or drops entries that failed too often for now.",
    description = {
      "%nAn object that could not be brought to the destination after several attempts is parked: 'sync' goes on"
          + " with the others and tries it again after a minute, then less and less often (up to half an hour),"
          + " for ever. Each time it reads what the source has by then. Nothing parked is ever forgotten by"
          + " itself.%n",
      "All of this works on the state directory, also while 'sync' runs.%n"
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  gyre parked list --config gyre.yaml",
      "  gyre parked retry --config gyre.yaml --all",
      "  gyre parked drop --config gyre.yaml 17 18"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:list: entries are parked; retry, drop: one that was named is not parked",
      "2:wrong usage or configuration, or nothing was replicated yet"
    })
final class ParkedCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  private ParkedCommand() {}

  static CommandLine commandLine(Map<String, String> environment) {
    Clock clock = Clock.systemUTC();
    return new CommandLine(new ParkedCommand())
        .addSubcommand(new ParkedListCommand(environment, clock))
        .addSubcommand(new ParkedRetryCommand(environment, clock))
        .addSubcommand(new ParkedDropCommand(environment));
  }

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(), "Which command: list, retry or drop?");
  }
}
