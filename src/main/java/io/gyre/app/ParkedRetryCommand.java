package io.gyre.app;

import io.gyre.checkpoint.CheckpointView;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Makes parked entries due now. */
@Command(
    name = "retry",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Makes parked entries due now, instead of at their next try.",
    description = {
      "%nFor when the cause was mended: a quota raised, a right granted. A running 'sync' takes them up within"
          + " seconds, else the next one does.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gyre parked retry --config gyre.yaml --all",
      "  gyre parked retry --config gyre.yaml --bucket photos",
      "  gyre parked retry --config gyre.yaml 17 18"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:they are due",
      "1:one of the numbers is not parked; the others are due",
      "2:wrong usage or configuration, or nothing was replicated yet"
    })
final class ParkedRetryCommand implements Callable<Integer> {
  private final Map<String, String> environment;
  private final Clock clock;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private ConfigOption config = new ConfigOption();

  @ArgGroup(multiplicity = "1")
  private ParkedChoice choice = new ParkedChoice();

  ParkedRetryCommand(Map<String, String> environment, Clock clock) {
    this.environment = environment;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    Path state = config.load(environment).state();
    try (CheckpointView view = CheckpointView.openToAmend(state)) {
      int found = view.retry(choice.toSelection(), clock.instant());
      Objects.requireNonNull(spec)
          .commandLine()
          .getOut()
          .println(Plain.count(found) + " parked entries are due. " + who(view.process()));
      return choice.exitCode(found);
    }
  }

  private static String who(OptionalLong process) {
    return process.isPresent()
        ? "Process " + process.getAsLong() + " takes them up within seconds."
        : "No 'gyre sync' runs: the next one takes them up.";
  }
}
