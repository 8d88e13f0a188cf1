package io.gyre.app;

import io.gyre.checkpoint.CheckpointView;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Forgets parked entries. */
@Command(
    name = "drop",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Forgets parked entries: the destination stays different there.",
    description = {
      "%nFor what can never be copied and need not be. The object is replicated again when it changes at the source."
          + " An entry that a running 'sync' is trying at this very moment may come back: drop it once more.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gyre parked drop --config gyre.yaml 17 18",
      "  gyre parked drop --config gyre.yaml --bucket photos --key holiday.jpg",
      "  gyre parked drop --config gyre.yaml --all"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:they are forgotten",
      "1:one of the numbers is not parked; the others are forgotten",
      "2:wrong usage or configuration, or nothing was replicated yet"
    })
final class ParkedDropCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private ConfigOption config = new ConfigOption();

  @ArgGroup(multiplicity = "1")
  private ParkedChoice choice = new ParkedChoice();

  ParkedDropCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    Path state = config.load(environment).state();
    try (CheckpointView view = CheckpointView.openToAmend(state)) {
      int found = view.drop(choice.toSelection());
      Objects.requireNonNull(spec)
          .commandLine()
          .getOut()
          .println(Plain.count(found) + " parked entries are forgotten.");
      return choice.exitCode(found);
    }
  }
}
