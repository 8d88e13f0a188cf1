package io.gyre.app;

import io.gyre.config.Adopt;
import io.gyre.config.DestinationType;
import io.gyre.config.GyreConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Replicates the route of a configuration. */
@Command(
    name = "sync",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Copies everything from the source to the destination, then every change.",
    description = {
      "%nStarts where it ended the last time: what is done is kept in the directory that the key 'state' names."
          + " SIGTERM or Ctrl-C: ends what is being copied, saves, and exits with 0, with --once with 1.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gyre sync --config gyre.yaml",
      "      replicates until it is stopped",
      "  gyre sync --config gyre.yaml --once && echo equal",
      "      for a timer, or before a switch-over",
      "  gyre sync --config gyre.yaml --once --give-up-after 5m --json >progress.jsonl",
      "  gyre sync --config gyre.yaml --dry-run --json >plan.jsonl",
      "      what a first copy would do",
      "  GYRE_SOURCE_SECRET_KEY=... gyre sync --config gyre.yaml",
      "      keeps the secret out of the file",
      "  java @conf/gyre.jvm -jar target/gyre.jar sync --config gyre.yaml",
      "      with the recommended settings of the JVM"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:told to stop; with --once: every change up to the start has arrived",
      "1:with --once: the same, but entries are parked, or buckets or users refused (see gyre status), or it"
          + " was told to stop before it was done",
      "2:wrong usage or configuration; nothing was touched",
      "3:an endpoint could not be reached, or refused the credentials"
    })
final class SyncCommand implements Callable<Integer> {
  private static final Duration ONCE_PATIENCE = Duration.ofSeconds(60);

  private final SyncRunner runner;
  private final Map<String, String> environment;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private ConfigOption config = new ConfigOption();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--once",
      description = "End as soon as every change up to the start has an outcome.")
  private boolean once;

  @Option(
      names = "--dry-run",
      description = {
        "Only tell what a first copy, or --rescan, would do: compares the listings of both ends once, lists every user,"
            + " bucket and key that would be copied or updated, or that only the destination has, and adds it up."
            + " Nothing is written, and no state is needed or made. Of what only the destination has, a rescan removes"
            + " what the source confirms to be gone; a first copy refuses buckets that are not ours (see --adopt)."
            + " Exit code 1 when something is in the way or an end did not tell."
      })
  private boolean dryRun;

  @Option(
      names = "--rescan",
      description = {
        "Compare all that was copied anew, by what 'select' says now: a change of it applies only so to keys and objects"
            + " whose changes were seen before. Nothing that is there is copied again."
      })
  private boolean rescan;

  @Option(
      names = "--adopt",
      paramLabel = "WHAT",
      split = ",",
      converter = AdoptConverter.class,
      description = {
        "Take over what the destination has although Gyre did not make it: bucket:NAME,"
            + " bucket:TENANT/NAME, user:UID or all; besides what the key 'adopt' names."
      })
  private List<Adopt> adopt = List.of();

  @Option(
      names = "--give-up-after",
      paramLabel = "TIME",
      description = {
        "How long an endpoint that cannot be reached is waited for (30s, 5m, ...).",
        "Default: 60s with --once, otherwise for ever."
      })
  private @Nullable Duration giveUpAfter;

  SyncCommand(SyncRunner runner, Map<String, String> environment) {
    this.runner = runner;
    this.environment = environment;
  }

  @Override
  public Integer call() {
    GyreConfig loaded = config.load(environment).adopting(adopt);
    Output chosen = output.toOutput();
    Logs.configure(chosen);
    StartLog.announce(loaded);
    if (dryRun) {
      if (loaded.destination().type() == DestinationType.S3) {
        throw new ParameterException(
            Objects.requireNonNull(spec).commandLine(),
            "--dry-run compares zones, and destination.type is s3");
      }
      return new DryRun(
              loaded,
              chosen,
              Clock.systemUTC(),
              Objects.requireNonNull(spec).commandLine().getOut())
          .run();
    }
    return runner.run(new SyncRequest(loaded, once, patience(), chosen, rescan));
  }

  private Optional<Duration> patience() {
    Optional<Duration> unlessGiven = once ? Optional.of(ONCE_PATIENCE) : Optional.empty();
    return Optional.ofNullable(giveUpAfter).or(() -> unlessGiven);
  }
}
