package io.gyre.app;

import io.gyre.checkpoint.CheckpointException;
import io.gyre.config.ConfigException;
import io.gyre.config.Durations;
import io.gyre.failure.GatewayException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The program's command line: a command's name comes first. */
@Command(
    name = "gyre",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    header = "Replicates a Ceph RADOS Gateway zone to another one, and keeps replicating.",
    description = {
      "%nGyre reads the source gateway's own logs, so its cost follows the number of changes and not the number of"
          + " objects. It copies users, buckets and objects, everything first, then every change.%n"
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nTo begin with:%n",
    footer = {
      "  0. gyre demo                              shows it at work, without Ceph",
      "  1. Copy conf/gyre.yaml and fill in the endpoints and keys of both zones.",
      "  2. gyre doctor --config gyre.yaml         what is still to be set up, with the commands that do it",
      "  3. gyre sync --config gyre.yaml --once    copies everything and ends",
      "  4. gyre sync --config gyre.yaml           copies every change, until it is stopped",
      "  5. gyre status --config gyre.yaml         what is done, and what is not",
      "  6. gyre check --config gyre.yaml          whether both zones are equal",
      "  7. gyre cutover --config gyre.yaml        whether the destination can take over, and how",
      "",
      "gyre COMMAND --help explains a command."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, and both zones are equal",
      "1:done, with differences or parked entries",
      "2:wrong usage or configuration; nothing was touched",
      "3:an endpoint could not be reached, or refused the credentials"
    })
final class Gyre implements Runnable {
  private static final int HELP_WIDTH = 100;

  @Spec private @Nullable CommandSpec spec;

  private Gyre() {}

  /** All commands, ready to be executed. */
  static CommandLine commandLine(Wiring wiring, Map<String, String> environment) {
    return new CommandLine(new Gyre())
        .addSubcommand(new SyncCommand(wiring.sync(), environment))
        .addSubcommand(new AgentCommand(wiring, environment).commandLine())
        .addSubcommand(new StatusCommand(wiring.status(), environment))
        .addSubcommand(ParkedCommand.commandLine(environment))
        .addSubcommand(new PauseCommand.Pause(environment, Clock.systemUTC()))
        .addSubcommand(new PauseCommand.Resume(environment))
        .addSubcommand(new LimitsCommand(environment))
        .addSubcommand(new ConfirmDeletesCommand(environment, Clock.systemUTC()))
        .addSubcommand(new CheckCommand(environment, Clock.systemUTC()))
        .addSubcommand(new DoctorCommand(environment, Clock.systemUTC()))
        .addSubcommand(new CutoverCommand(environment, Clock.systemUTC()))
        .addSubcommand(new DemoCommand())
        .addSubcommand(new ZoneCommand())
        .setUsageHelpWidth(HELP_WIDTH)
        .registerConverter(Duration.class, Gyre::duration)
        .setExecutionExceptionHandler(Gyre::onFailure);
  }

  @Override
  public void run() {
    throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "Which command?");
  }

  private static Duration duration(String text) {
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new TypeConversionException("'" + text + "' is not " + Durations.EXPECTED);
    }
  }

  private static int onFailure(
      Exception failure, CommandLine command, CommandLine.ParseResult arguments) {
    Throwable cause = GatewayException.unwrap(failure);
    if (cause instanceof ConfigException problems) {
      command.getErr().println(describe(problems));
      return ExitCode.CONFIGURATION;
    }
    if (cause instanceof RouteRefused refused) {
      command.getErr().println(refused.getMessage());
      return refused.exitCode();
    }
    if (cause instanceof CheckpointException unusable) {
      command.getErr().println(unusable.getMessage());
      return ExitCode.CONFIGURATION;
    }
    if (cause instanceof OpsClient.Unreachable unreachable) {
      command.getErr().println(unreachable.getMessage());
      return ExitCode.UNREACHABLE;
    }
    if (cause instanceof GatewayException refused) {
      command.getErr().println(refused.getMessage());
      return ExitCode.UNREACHABLE;
    }
    command.getErr().println("gyre stopped at something it did not foresee; please report this:");
    failure.printStackTrace(command.getErr());
    return ExitCode.BUG;
  }

  private static String describe(ConfigException problems) {
    int count = problems.problems().size();
    return "The configuration cannot be used: %d %s. Nothing was touched.%n%n%s"
        .formatted(count, count == 1 ? "problem" : "problems", problems.getMessage());
  }
}
