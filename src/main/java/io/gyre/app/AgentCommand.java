package io.gyre.app;

import io.gyre.app.Output.Format;
import io.gyre.app.Output.Verbosity;
import io.gyre.config.agent.AgentConfig;
import io.gyre.config.agent.AgentRun;
import io.gyre.config.agent.AgentSetting;
import io.gyre.config.agent.AgentValues;
import io.gyre.config.agent.StateDirectories;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Does what radosgw-agent did, with its flags and files. */
@Command(
    name = "agent",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Stands in for radosgw-agent: takes its flags and its configuration files.",
    description = {
      "%nEvery flag and key of radosgw-agent 1.2.7 is accepted, and those of 2013 (src_host, src_port, daemon_id, ...)."
          + " One that no longer means anything says so in a warning. A flag wins over the file; of several YAML"
          + " documents in it a later one wins.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gyre agent -c /etc/ceph/radosgw-agent/default.conf",
      "  gyre agent -c conf/radosgw-agent.yaml --sync-scope=full",
      "",
      "What is done is kept in /var/lib/gyre/SOURCE-to-DESTINATION when root runs it, else in"
          + " ~/.local/state/gyre/SOURCE-to-DESTINATION, each end named by its host and port; --state names another"
          + " directory. 'gyre sync' can do more: conf/gyre.yaml explains every key."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:told to stop; with --sync-scope=full: every change up to the start has arrived",
      "1:with --sync-scope=full: the same, but entries are parked, or it was told to stop before it was done",
      "2:wrong usage or configuration; nothing was touched",
      "3:an endpoint could not be reached, or refused the credentials"
    })
final class AgentCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(AgentCommand.class);

  /** For one full pass, which has an end; the old agent had no such limit. */
  private static final Duration ONCE_PATIENCE = Duration.ofSeconds(60);

  private final Wiring wiring;
  private final Map<String, String> environment;
  private final CommandLine commandLine;
  private final Map<AgentSetting, OptionSpec> options = new EnumMap<>(AgentSetting.class);

  @Option(
      names = {"-c", "--conf"},
      paramLabel = "FILE",
      description = "YAML file with any of these settings; dashes are underscores in it.")
  private @Nullable Path file;

  @Parameters(
      arity = "0..1",
      paramLabel = "DESTINATION",
      description = "A gateway of the destination zone, http://host:port.")
  private @Nullable String destination;

  AgentCommand(Wiring wiring, Map<String, String> environment) {
    this.wiring = wiring;
    this.environment = environment;
    CommandSpec spec = CommandSpec.forAnnotatedObject(this);
    var loudness = ArgGroupSpec.builder().exclusive(true);
    for (AgentSetting setting : AgentSetting.values()) {
      OptionSpec option = option(setting);
      options.put(setting, option);
      if (setting == AgentSetting.VERBOSE || setting == AgentSetting.QUIET) {
        loudness.addArg(option);
      } else {
        spec.addOption(option);
      }
    }
    spec.addArgGroup(loudness.build());
    // As Python's argparse, radosgw-agent's flags could be shortened.
    this.commandLine = new CommandLine(spec).setAbbreviatedOptionsAllowed(true);
  }

  CommandLine commandLine() {
    return commandLine;
  }

  @Override
  public Integer call() {
    var states =
        StateDirectories.of(
            environment, System.getProperty("user.name"), System.getProperty("user.home"));
    AgentRun run =
        new AgentConfig(environment, wiring.regionMaps(), states)
            .convert(AgentValues.of(Optional.ofNullable(file), flags()));
    var output = new Output(Format.TEXT, verbosity(run));
    Logs.configure(output);
    run.warnings().forEach(LOG::warn);
    StartLog.announce(run.config());
    LOG.info("State directory: {}", run.config().state());
    Optional<Duration> patience = run.once() ? Optional.of(ONCE_PATIENCE) : Optional.empty();
    return wiring.sync().run(new SyncRequest(run.config(), run.once(), patience, output));
  }

  private static Verbosity verbosity(AgentRun run) {
    return run.quiet() ? Verbosity.QUIET : run.verbose() ? Verbosity.VERBOSE : Verbosity.NORMAL;
  }

  private Map<AgentSetting, String> flags() {
    Map<AgentSetting, String> flags = new EnumMap<>(AgentSetting.class);
    options.forEach(
        (setting, option) -> {
          if (commandLine.getParseResult().hasMatchedOption(option)) {
            flags.put(setting, option.getValue().toString());
          }
        });
    if (destination != null && flags.put(AgentSetting.DESTINATION, destination) != null) {
      throw new ParameterException(commandLine, "DESTINATION and --destination say the same");
    }
    return flags;
  }

  private static OptionSpec option(AgentSetting setting) {
    var names = setting.flags();
    var option =
        OptionSpec.builder(names.get(0), names.subList(1, names.size()).toArray(String[]::new))
            .description(setting.help())
            .hidden(setting.isHidden());
    if (setting == AgentSetting.VERBOSE || setting == AgentSetting.QUIET) {
      option.names(setting == AgentSetting.VERBOSE ? "-v" : "-q", names.get(0));
    }
    return setting.isSwitch()
        ? option.type(boolean.class).build()
        : option.type(String.class).paramLabel(setting.parameter()).build();
  }
}
